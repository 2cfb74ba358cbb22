"""Addresses of this room."""

from django.urls import path

from kuule.insight import views

urlpatterns = [
    path("w/<slug:slug>/", views.overview, name="overview"),
    path("w/<slug:slug>/segments/", views.segment_list, name="segment_list"),
    path("w/<slug:slug>/compare/", views.comparison_page, name="comparison"),
    path("w/<slug:slug>/voices/", views.voices_page, name="voices"),
    path("w/<slug:slug>/calculator/", views.calculator, name="calculator"),
    path("w/<slug:slug>/comments/", views.comment_list, name="comment_list"),
    path("w/<slug:slug>/responses/<int:response_id>/", views.response_page, name="response_page"),
]
