"""Files that people send: up to a limit, and what is beyond it is never written to disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MAX_MEGABYTES = 200
_MARK = "kuule.upload_is_too_large"


class LimitedUpload(FileUploadHandler):
    """Drops the files of a request that is too large, so that the page can still say so in words."""

    def handle_raw_input(self, *request: Any, **also: Any) -> None:
        """Remember whether the request is larger than the limit."""
        del also
        _content, meta, content_length, *_rest = request
        meta[_MARK] = content_length > MAX_MEGABYTES * 1_000_000

    def new_file(self, *file: Any, **also: Any) -> None:
        """Pass over a file of a request that is too large."""
        super().new_file(*file, **also)
        if self.request is not None and is_too_large(self.request):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the data on to the next handler."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        del file_size


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether files of this request were dropped. Ask after its form was read."""
    return bool(request.META.get(_MARK))
