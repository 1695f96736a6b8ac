"""No pretend model speaks TLS: clients need not read the certificates of the whole world, 30 ms each."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def no_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty folder of certificates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield
