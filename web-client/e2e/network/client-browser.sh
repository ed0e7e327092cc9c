#!/bin/sh
# The browser behind the bad network.
exec ip netns exec "$E2E_CLIENT_NAMESPACE" "$E2E_CHROMIUM" "$@"
