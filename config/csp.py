"""What a browser may load for our pages: ourselves, and the live hub beside us."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

from config.env import Environment


def content_security_policy(env: Environment) -> dict[str, Any]:
    """Return django-csp's setting. Strict: no inline script, styles only by per-request nonce."""
    live = env.live_url or f"http://*:{env.live_port} https://*:{env.live_port}"
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, "data:", "blob:"],
            "font-src": [SELF],
            "connect-src": [SELF, *live.split()],
            "manifest-src": [SELF],
            "worker-src": [SELF],
            "base-uri": [NONE],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
        }
    }
