"""Values to bytes and back. msgspec writes straight from and into the frozen dataclasses of `surveys/`."""

import msgspec

from surveys.consultations.model import Consultation
from surveys.definitions.versions.history import Keys
from surveys.digests.model import Edition
from surveys.interviews.model import Answer, Interview, Prefer
from surveys.messages import Destination, Outgoing

encode = msgspec.json.Encoder().encode
decode_interview = msgspec.json.Decoder(Interview).decode
decode_prefer = msgspec.json.Decoder(Prefer).decode
decode_prefer = msgspec.json.Decoder(Prefer).decode
decode_outgoing = msgspec.json.Decoder(Outgoing).decode
decode_destination = msgspec.json.Decoder(Destination).decode
decode_consultation = msgspec.json.Decoder(Consultation).decode
decode_edition = msgspec.json.Decoder(Edition).decode
decode_keys = msgspec.json.Decoder(Keys).decode
decode_answer = msgspec.json.Decoder(Answer).decode
