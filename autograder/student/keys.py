"""Single keys of a terminal, without Enter."""

import sys
import time
from types import TracebackType
from typing import Any


class Keys:
    """A context in which keys can be read one by one; none ever come where there is no terminal."""

    def __enter__(self) -> "Keys":
        self._before: Any = None
        if sys.stdin.isatty() and sys.platform != "win32":
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def pressed(self, seconds: float) -> str:
        """The key that is pressed within some seconds, as a small letter, or nothing."""
        if sys.platform == "win32":
            import msvcrt

            time.sleep(0 if msvcrt.kbhit() else seconds)
            return msvcrt.getwch().lower() if msvcrt.kbhit() else ""
        if self._before is None:
            time.sleep(seconds)
            return ""
        import os
        import select

        ready, _, _ = select.select([sys.stdin], [], [], seconds)
        return os.read(sys.stdin.fileno(), 1).decode(errors="replace").lower() if ready else ""
