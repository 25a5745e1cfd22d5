"""The visitor's few messages are those of Streamlit's own protocol."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.client import finished, rerun


def test_a_rerun_is_read_by_streamlit_as_it_was_meant() -> None:
    message = BackMsg()
    message.ParseFromString(rerun("http://127.0.0.1:1", "sentiment", "regions=" + "n" * 300))
    state = message.rerun_script
    assert message.WhichOneof("type") == "rerun_script"
    assert (state.page_name, state.query_string) == ("sentiment", "regions=" + "n" * 300)
    assert state.context_info.url.startswith("http://127.0.0.1:1/sentiment?regions=")
    assert state.is_history_navigation, "without it a tab keeps what the link leaves out"


def test_the_end_of_a_script_is_told_from_other_messages() -> None:
    for status in (0, 1, 2, 3):
        end = ForwardMsg(hash="h")
        end.metadata.cacheable = True
        end.script_finished = status  # type: ignore[assignment]
        assert finished(end.SerializeToString()) == status
    delta = ForwardMsg(hash="h")
    delta.delta.new_element.text.body = "0" * 400
    assert finished(delta.SerializeToString()) is None
