"""A channel to test with: notes that anybody adds and changes, one audience, one that may not be kept a name of."""

from kotokaari.live.models import Act
from kotokaari.live.registry import Accepted, Refused, register_handler


class Notes:
    kind = "notes"

    def begin(self, channel):
        return self

    def take(self, ticket, act):
        if act.kind == "secret":
            return Accepted({"votes": 1}, kept={}, tells_when=False)
        if act.kind == "whisper":
            return Accepted(act.payload, audience="staff", author=ticket.person)
        if act.kind == "boom":
            Act.objects.create(channel_id=1, seq=1, op=act.op, kind="never", author="")
            raise RuntimeError("in the middle")
        if act.kind != "note" or not act.payload.get("text"):
            return Refused("empty", "There is no text.")
        return Accepted({"text": act.payload["text"]}, author=ticket.person, mine={"length": len(act.payload["text"])})

    def takes_when_closed(self, ticket, act):
        return ticket.is_staff and act.kind == "note"

    def snapshot(self, channel, ticket):
        return {"notes": [act.event["text"] for act in channel.acts.filter(kind="note").order_by("seq")]}


register_handler(Notes())
