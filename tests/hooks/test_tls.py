"""TLS is verified: by the usual authorities, or by the one the connection names."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.policies import RetryPolicy
from bc_myob.model.errors import ServiceUnavailable

ONCE = RetryPolicy(attempts=1, pause=0)


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"name": "Harbour"}')

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "ca.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(made)]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject, *files],
        check=True,
        capture_output=True,
    )
    return key, made


@pytest.fixture
def secured(certificate):
    key, made = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    with ThreadingHTTPServer(("localhost", 0), Shop) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"localhost:{server.server_port}"
        server.shutdown()


def hook(connect, host, **extra):
    extra = {"store_hash": "h"} | extra
    return BigCommerceHook(
        connect("tls", conn_type="bigcommerce", host=host, password="a-token", extra=extra), retry=ONCE
    )


def test_a_certificate_nobody_vouches_for_is_not_trusted(connect, secured):
    with pytest.raises(ServiceUnavailable, match="not trusted"):
        hook(connect, secured).store()


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_private_authority_is_trusted_when_named_whatever_the_environment_says(
    connect, secured, certificate, monkeypatch, elsewhere
):
    if elsewhere:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", ssl.get_default_verify_paths().cafile or "")
    assert hook(connect, secured, verify=str(certificate[1])).store() == {"name": "Harbour"}
