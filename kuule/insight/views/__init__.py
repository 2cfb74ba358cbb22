"""The pages where people see what the answers mean."""

from kuule.insight.views.comments import comment_list, response_page
from kuule.insight.views.comparing import comparison_page
from kuule.insight.views.overview import overview, segment_list
from kuule.insight.views.planning import calculator
from kuule.insight.views.voices import voices_page

__all__ = ["calculator", "comment_list", "comparison_page", "overview", "response_page", "segment_list", "voices_page"]
