"""Is this process alive, and can it do its work: for load balancers and supervisors."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process runs."""
    del request
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database can be read and has the shape this version needs, else 503 and why."""
    del request
    problem = _problem()
    return JsonResponse({"ready": not problem, "problem": problem}, status=503 if problem else 200)


def _problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _is_migrated() else "The database needs `kuule migrate`."
    except DatabaseError:
        return "The database cannot be reached."


def _is_migrated() -> bool:
    if not unapplied_migrations():
        _remember_migrated()
        return True
    return False


def unapplied_migrations() -> list[str]:
    """Return the migrations that the database still lacks. Asks once; a database never goes back."""
    if _remember_migrated.cache_info().currsize:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


@cache
def _remember_migrated() -> None:
    return None
