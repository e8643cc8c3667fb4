"""Values to bytes and back. msgspec writes straight from and into the frozen dataclasses of `surveys/`."""

from dataclasses import dataclass

import msgspec

from surveys.consultations.model import Consultation
from surveys.interviews.model import Interview
from surveys.messages import Outgoing


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes on its channel: which of our accounts, which address, which thread in it."""

    account: str
    address: str
    thread: str = ""


encode = msgspec.json.Encoder().encode
decode_interview = msgspec.json.Decoder(Interview).decode
decode_outgoing = msgspec.json.Decoder(Outgoing).decode
decode_destination = msgspec.json.Decoder(Destination).decode
decode_consultation = msgspec.json.Decoder(Consultation).decode
