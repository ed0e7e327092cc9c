"""Bodies that are plain text: offers, fragments of them."""

import schemathesis


@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def plain_text(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
