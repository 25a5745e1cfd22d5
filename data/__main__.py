"""``python -m data``."""

from data.cli import main
from data.cli_brief import brief  # adds its command

__all__ = ["brief", "main"]

if __name__ == "__main__":
    main()
