"""Signs as Teams does, with keys that rotate; and as forgers do."""

import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


@cache
def key(number: int) -> RSAPrivateKey:
    """One of a few keys; making one takes long."""
    del number
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Signer:
    """The side of Teams that signs."""

    number: int = 0
    """Which key is in use."""
    endorsements: list[str] = field(default_factory=lambda: ["msteams"])

    def rotate(self) -> None:
        """From now on another key is used, and published."""
        self.number += 1

    def published(self) -> list[Json]:
        """The keys as they are published."""
        told: Json = json.loads(RSAAlgorithm.to_jwk(key(self.number).public_key()))
        return [{**told, "kid": f"key-{self.number}", "use": "sig", "endorsements": self.endorsements}]

    def token(self, app: str, service_url: str, *, signed_by: int | None = None, **changes: Any) -> str:
        """A token for a call. `changes` are claims that are different; None leaves one out."""
        now = int(time.time())
        claims: Json = {
            "iss": ISSUER,
            "aud": app,
            "serviceurl": service_url,
            "nbf": now - 10,
            "exp": now + 3600,
        }
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        number = self.number if signed_by is None else signed_by
        return jwt.encode(claims, key(number), "RS256", headers={"kid": f"key-{self.number}"})
