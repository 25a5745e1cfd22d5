"""Files into the lake: recognised, read with care, checked against the contract."""

from data.ingest.errors import LoadError
from data.ingest.load import LoadResult, load_file
from data.ingest.mapping import mapping_text, suggest
from data.ingest.preview import LoadPreview, Preview, preview, preview_load
from data.ingest.registry import Recognition, Source, recognise, sources

__all__ = [
    "LoadError",
    "LoadPreview",
    "LoadResult",
    "Preview",
    "Recognition",
    "Source",
    "load_file",
    "mapping_text",
    "preview",
    "preview_load",
    "recognise",
    "sources",
    "suggest",
]
