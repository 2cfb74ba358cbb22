"""The pages where people see what the answers mean."""

from kuule.insight.views.comments import comment_list, response_page
from kuule.insight.views.overview import overview, segment_list

__all__ = ["comment_list", "overview", "response_page", "segment_list"]
