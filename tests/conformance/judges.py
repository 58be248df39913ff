"""The judges: each takes files and returns what it holds against them.

Independent ones, none of them written here; and for RSS, JSON Feed and ninjs, which have no other, our own rules.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.formats.feed.rules import broken_json_rules, broken_rss_rules
from tests.formats.ninjs.structure import broken_ninjs_rules

HERE = Path(__file__).resolve().parent
JUDGES = Path(os.environ.get("BROADSHEET_JUDGES") or HERE.parents[1] / ".judges")
_JAVA = ("java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

Findings = dict[Path, list[str]]
"""What a judge found, by file: nothing for a file that it accepts."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge: its name, the suffix of what it judges, how it judges, and why it cannot here (empty when it can)."""

    name: str
    suffix: str
    judge: Callable[[Sequence[Path]], Findings]
    missing: Callable[[], str]


def _run(command: Sequence[str | Path], timeout_s: int = 300, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env={**os.environ, **environment},
        check=False,
    )


def _need(*programs: str | Path) -> Callable[[], str]:
    def missing() -> str:
        absent = [
            str(program) for program in programs if shutil.which(str(program)) is None and not Path(program).exists()
        ]
        return f"not installed: {', '.join(absent)} (make conformance installs it)" if absent else ""

    return missing


def _lines(output: str, files: Sequence[Path], bad: Callable[[list[str]], str]) -> Findings:
    """Return findings from lines of fields with tabs between, the second of which names the file."""
    findings: Findings = {file: [] for file in files}
    judged: set[str] = set()
    for line in output.splitlines():
        fields = line.split("\t")
        if len(fields) > 1:
            judged.add(fields[1])
            found = bad(fields)
            if found:
                findings[Path(fields[1])].append(found)
    for file in files:
        if str(file) not in judged:
            findings[file].append("the judge said nothing of this file")
    return findings


def _verapdf(flavour: str) -> Callable[[Sequence[Path]], Findings]:
    def judge(files: Sequence[Path]) -> Findings:
        path = (JUDGES / "classpaths").read_text().splitlines()[0]
        done = _run([*_JAVA, "-cp", path, "JudgePdf", flavour, *files])
        return _lines(done.stdout, files, lambda f: "" if f[0] == "PASS" else " ".join((f[0], *f[2:])))

    return judge


def _epubcheck(files: Sequence[Path]) -> Findings:
    path = (JUDGES / "classpaths").read_text().splitlines()[1]
    done = _run([*_JAVA, "-cp", path, "JudgeEpub", *files])
    grave = ("FATAL", "ERROR", "WARNING")
    return _lines(done.stdout, files, lambda f: " ".join((f[0], *f[2:])) if f[0] in grave else "")


def _page_validation(files: Sequence[Path]) -> Findings:
    import page

    from tests.formats.pdf.outlines import is_misread_width

    findings: Findings = {file: [] for file in files}
    for file in files:
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
            try:
                report = page.validate_pdf(str(file), profile=profile)
            except page.ParseError as exc:
                findings[file].append(f"cannot be read: {exc}")
                break
            told = [f"{failure.rule_id} {failure.message}" for failure in report.failures]
            data = file.read_bytes() if told else b""
            findings[file].extend([finding for finding in told if not is_misread_width(data, finding)][:5])
    return findings


def _qpdf(files: Sequence[Path]) -> Findings:
    return {
        file: []
        if done.returncode == 0
        else [f"rc {done.returncode} {done.stderr.strip()} {done.stdout.strip()[-300:]}"]
        for file in files
        for done in [_run(["qpdf", "--check", file])]
    }


def _ooxml(files: Sequence[Path]) -> Findings:
    findings: Findings = {}
    for file in files:
        done = _run([JUDGES / "node/node_modules/.bin/ooxml-validator", file, "--officeVersion", "Office2019"])
        try:
            told = json.loads(done.stdout)
        except ValueError:
            findings[file] = [f"the judge failed: {done.stdout[-200:]} {done.stderr[-200:]}"]
            continue
        errors = told.get("errors", [])
        findings[file] = [json.dumps(error, ensure_ascii=False)[:400] for error in errors]
        if not told.get("ok") and not errors:
            findings[file] = [done.stdout[:400]]
    return findings


def _integrity(files: Sequence[Path]) -> Findings:
    return {
        file: [] if done.returncode == 0 else [done.stdout.strip()[-600:]]
        for file in files
        for done in [_run([JUDGES / "python/bin/ooxml-integrity", "check", file])]
    }


def _jing(files: Sequence[Path]) -> Findings:
    done = _run(["jing", "-c", HERE / "atom.rnc", *files])
    findings: Findings = {file: [] for file in files}
    for line in done.stdout.splitlines():  # such as `/tmp/a.atom:3:7: error: element "x" not allowed here`
        told = re.match(r"(.+?):\d+:\d+: ", line)
        findings[Path(told[1]) if told and Path(told[1]) in findings else files[0]].append(line)
    if done.returncode and not any(findings.values()):
        findings[files[0]].append(f"the judge failed: {done.stderr.strip()[-300:]}")
    return {file: found[:5] for file, found in findings.items()}


def _ruled(broken: Callable[[bytes], list[str]]) -> Callable[[Sequence[Path]], Findings]:
    return lambda files: {file: broken(file.read_bytes()) for file in files}


def suffix_of(file: Path) -> str:
    """Return the suffix of a file, of both parts where a format has two, as `.ninjs.json`."""
    return "".join(file.suffixes[-2:]) if file.suffixes[-2:-1] in ([".ninjs"], [".native"]) else file.suffix


def calibre(books: Sequence[Path]) -> Findings:
    """Return what calibre's Check Book finds. calibre is half a gigabyte: an audit, not a part of every run."""
    done = _run(
        ["calibre-debug", "-e", HERE / "check_book.py", *books],
        QT_QPA_PLATFORM="offscreen",
        QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox",
    )
    return _lines(done.stdout, books, lambda f: " ".join(f[2:]) if f[0] == "FOUND" else "")


def ace(book: Path, folder: Path) -> list[str]:
    """Return the violations that Ace by DAISY finds in one book."""
    done = _run(
        [JUDGES / "node/node_modules/.bin/ace-puppeteer", "-s", "-E", "-f", "-o", folder, book],
        PUPPETEER_EXECUTABLE_PATH=shutil.which("chromium") or "",
        ACE_TIMEOUT_INITIAL="60000",
    )
    report = folder / "report.json"
    if not report.is_file():
        return [f"Ace could not run: {done.stdout[-300:]} {done.stderr[-300:]}"]
    return [
        f"{assertion.get('earl:test', {}).get('dct:title')} in {document['earl:testSubject']['url']}"
        for document in json.loads(report.read_text()).get("assertions", [])
        for assertion in document.get("assertions", [])
        if assertion.get("earl:result", {}).get("earl:outcome") == "fail"
    ]


def libreoffice(document: Path, folder: Path) -> Path | None:
    """Return the PDF into which LibreOffice turns a document, or None: its exit code tells nothing."""
    profile = (folder / "profile").as_uri()
    _run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            document,
        ],
        timeout_s=180,
    )
    made = folder / f"{document.stem}.pdf"
    return made if made.is_file() and made.stat().st_size else None


def _needs_jar() -> str:
    if shutil.which("java") is None or not (JUDGES / "classpaths").is_file():
        return "not installed: java, or the judges of make conformance"
    return ""


JUDGES_BY_NAME = {
    judge.name: judge
    for judge in (
        Judge("veraPDF ua1", ".pdf", _verapdf("ua1"), _needs_jar),
        Judge("veraPDF 2a", ".pdf", _verapdf("2a"), _needs_jar),
        Judge("page-validation", ".pdf", _page_validation, lambda: ""),
        Judge("qpdf", ".pdf", _qpdf, _need("qpdf")),
        Judge("EPUBCheck", ".epub", _epubcheck, _needs_jar),
        Judge("Open XML SDK", ".docx", _ooxml, _need(JUDGES / "node/node_modules/.bin/ooxml-validator")),
        Judge("ooxml-integrity", ".docx", _integrity, _need(JUDGES / "python/bin/ooxml-integrity")),
        Judge("RFC 4287 grammar", ".atom", _jing, _need("jing")),
        Judge("RSS 2.0 rules", ".rss", _ruled(broken_rss_rules), lambda: ""),
        Judge("JSON Feed 1.1 rules", ".json", _ruled(broken_json_rules), lambda: ""),
        Judge("ninjs 3.1 structure", ".ninjs.json", _ruled(broken_ninjs_rules), lambda: ""),
    )
}


def main(arguments: Sequence[str]) -> int:
    """Judge the files and print what was found; return 1 if anything was."""
    files = [Path(argument) for argument in arguments]
    guilty = False
    for judge in JUDGES_BY_NAME.values():
        mine = [file for file in files if suffix_of(file) == judge.suffix]
        if not mine:
            continue
        if judge.missing():
            print(f"{judge.name}: {judge.missing()}")
            continue
        for file, found in judge.judge(mine).items():
            print(f"{'FAIL' if found else 'pass'}  {judge.name:16}  {file}")
            for finding in found[:10]:
                print(f"      {finding}")
            guilty = guilty or bool(found)
    return int(guilty)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
