import pytest

from ops import services


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "VAR", tmp_path)
    monkeypatch.setattr(services, "ROOT", tmp_path)
    monkeypatch.setattr(services, "SERVICES_ENV", tmp_path / "services.env")
    return tmp_path


def test_written_values_are_read_back_and_nobody_else_reads_them(var):
    services.write({"DATABASE_URL": "postgres://portal@%2Ftmp%2Fx/portal", "REDIS_URL": "unix:///tmp/x?db=0"})

    assert services.read_env_file(var / "services.env") == {
        "DATABASE_URL": "postgres://portal@%2Ftmp%2Fx/portal",
        "REDIS_URL": "unix:///tmp/x?db=0",
    }
    assert oct((var / "services.env").stat().st_mode & 0o777) == "0o600"


def test_env_file_may_hold_comments_quotes_and_exports(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nexport BASE_URL='https://a.example'\nDEBUG = 1\nnonsense\n")

    assert services.read_env_file(file) == {"BASE_URL": "https://a.example", "DEBUG": "1"}


def test_environment_wins_over_the_env_file_and_empty_is_not_set(var, monkeypatch):
    (var / ".env").write_text("DATABASE_URL=postgres://file/portal\nREDIS_URL=redis://file\n")
    monkeypatch.setattr(services.os, "environ", {"DATABASE_URL": "postgres://here/portal", "EMAIL_URL": ""})

    assert services.chosen() == {"DATABASE_URL": "postgres://here/portal", "REDIS_URL": "redis://file"}


def test_secret_key_is_made_once_and_kept_private(var):
    first = services.secret_key()

    assert services.secret_key() == first
    assert len(first) >= 50
    assert oct((var / "secret_key").stat().st_mode & 0o777) == "0o600"


def test_remove_may_be_repeated(var):
    services.write({"A": "1"})
    services.remove()
    services.remove()

    assert list(var.iterdir()) == []


def test_programs_may_write_compiled_files(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in services.environment({})
