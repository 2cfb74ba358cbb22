"""Addresses of this room."""

from django.urls import path

from kuule.insight import views

urlpatterns = [
    path("w/<slug:slug>/", views.overview, name="overview"),
    path("w/<slug:slug>/segments/", views.segment_list, name="segment_list"),
    path("w/<slug:slug>/comments/", views.comment_list, name="comment_list"),
    path("w/<slug:slug>/responses/<int:response_id>/", views.response_page, name="response_page"),
]
