"""Serves moto on a port of its own on loopback, writes that port to stdout, and ends when stdin does.

Moto looks at a condition and writes in two steps, so that of several writers at once more than one may win. S3 lets
one win, so writes to it take turns here.

Moto takes the chunks of an upload one by one into a value that it copies each time: minutes for some hundred megabytes.
Here they are put together once.
"""

import io
import json
import logging
import sys
from threading import Lock

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.responses import S3Response
from werkzeug.serving import make_server

if "--every-resource" in sys.argv:
    import every_resource  # noqa: F401

logging.getLogger("werkzeug").setLevel(logging.ERROR)


def decode_chunks(self, body):
    """Gives what an upload in chunks holds: each is its length in hexadecimal, a line's end, its bytes, a line's end."""
    reader = io.BytesIO(body) if isinstance(body, bytes) else body
    decoded = io.BytesIO()
    while length := int(reader.readline().strip() or b"0", 16):
        decoded.write(reader.read(length))
        reader.readline()
    return decoded.getvalue()


S3Response._handle_encoded_body = decode_chunks
moto = DomainDispatcherApplication(create_backend_app)
writing = Lock()


def is_s3_write(environ):
    signature = environ.get("HTTP_AUTHORIZATION", "")
    return "/s3/aws4_request" in signature and environ["REQUEST_METHOD"] in ("PUT", "POST", "DELETE")


def serve(environ, start_response):
    if not is_s3_write(environ):
        return moto(environ, start_response)
    # A slow sender must not keep the others waiting.
    if environ.get("CONTENT_LENGTH"):
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    with writing:
        return list(moto(environ, start_response))


server = make_server("127.0.0.1", 0, serve, threaded=True)
server.daemon_threads = True


def main():
    from threading import Thread

    Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    sys.stdin.read()


main()
