"""Noting scores of others that the company bought or read."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.insight.forms.benchmarks import BenchmarkForm
from kuule.insight.models import Benchmark
from kuule.insight.selectors.benchmarks import benchmark_of
from kuule.insight.services.benchmarks import change_benchmark, delete_benchmark, note_benchmark
from kuule.workspaces.auth import MemberRequest, member_page

METHODS = ["GET", "HEAD", "POST"]


@member_page("change_benchmarks")
@require_http_methods(METHODS)
def benchmark_new(request: MemberRequest) -> HttpResponse:
    """Note a score of others."""
    form = BenchmarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        note_benchmark(workspace=request.workspace, thing=form.thing, actor=request.actor, now=timezone.now())
        messages.success(request, _("Noted. It stands among the published figures now."))
        return redirect("benchmarks", request.workspace.slug)
    return _form_page(request, form, None)


@member_page("change_benchmarks")
@require_http_methods(METHODS)
def benchmark_edit(request: MemberRequest, benchmark_id: int) -> HttpResponse:
    """Correct a score of others."""
    known = _known(request, benchmark_id)
    form = BenchmarkForm(request.POST if request.method == "POST" else None, known=known)
    if form.is_bound and form.is_valid():
        change_benchmark(benchmark=known, thing=form.thing, actor=request.actor, now=timezone.now())
        messages.success(request, _("The figure is changed."))
        return redirect("benchmarks", request.workspace.slug)
    return _form_page(request, form, known)


@member_page("change_benchmarks")
@require_POST
def benchmark_delete(request: MemberRequest, benchmark_id: int) -> HttpResponse:
    """Take a score of others away."""
    delete_benchmark(benchmark=_known(request, benchmark_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("The figure is deleted."))
    return redirect("benchmarks", request.workspace.slug)


def _known(request: MemberRequest, benchmark_id: int) -> Benchmark:
    known = benchmark_of(request.workspace, benchmark_id=benchmark_id)
    if known is None:
        raise Http404
    return known


def _form_page(request: MemberRequest, form: BenchmarkForm, known: Benchmark | None) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/benchmark_edit.html", {"form": form, "known": known}, status=status)
