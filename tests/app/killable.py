"""The program, made to die at a given point: `python -m tests.app.killable POINT:NTH run …`.

SIGKILL, the NTH time that POINT is reached: nothing is flushed, nothing is closed, as when the power goes.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot import sender, writer
from bot.__main__ import main
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from handlers import desk, inbound
from storage import inbox

# Where it dies, and what has happened by then.
POINTS = {
    "received": "an update or an event has come from the vendor, nothing has been done about it",
    "entered": "it is in the inbox of a transaction that is not committed",
    "written": "answer, interview and reply are written, not committed",
    "committed": "they are committed, the vendor has not been told",
    "claimed": "the reply is claimed by the sender, not sent",
    "sent": "the reply is sent, not marked as sent",
    "marked": "the reply is marked as sent",
}


class _Fuse:
    def __init__(self, plan: str) -> None:
        self.point, _, nth = plan.partition(":")
        self.left = int(nth or 0)

    def burn(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _after(owner: Any, name: str, hit: Callable[[object], None]) -> None:
    whole = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = whole(*args, **kwargs)
        hit(result)
        return result

    setattr(owner, name, wrapped)


def arm(plan: str) -> None:
    """Put the fuse where the plan says."""
    fuse = _Fuse(plan)
    receive = writer.Writer.receive

    async def receive_then(self: writer.Writer, message: Any) -> Any:
        fuse.burn("received")
        return await receive(self, message)

    def sending(channel: Any) -> None:
        send = channel.send

        async def send_then(self: Any, *args: Any, **kwargs: Any) -> Any:
            result = await send(self, *args, **kwargs)
            fuse.burn("sent")
            return result

        channel.send = send_then

    writer.Writer.receive = receive_then  # type: ignore[method-assign]
    sending(Telegram)
    sending(Slack)
    _after(inbox, "take", lambda new: fuse.burn("entered") if new else None)
    _after(desk.Desk, "flush", lambda _: fuse.burn("written"))
    _after(inbound.Door, "receive", lambda _: fuse.burn("committed"))
    _after(sender.Sender, "_claim", lambda claimed: fuse.burn("claimed") if claimed else None)
    _after(sender._Marks, "_write", lambda _: fuse.burn("marked"))


if __name__ == "__main__":
    arm(sys.argv.pop(1))
    main()
