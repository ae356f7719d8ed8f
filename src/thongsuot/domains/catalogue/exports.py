"""The catalogue as files for others: JSON lines that import again, and CPSV-AP 3.2.0 as JSON-LD.

Source:  CPSV-AP 3.2.0 (SEMIC): vocabulary, context and shapes; what we put where, and what it
         cannot say (working days are no xsd:duration), is in docs/law/catalogue.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date

from thongsuot.domains.catalogue import queries, shipped
from thongsuot.domains.catalogue.models import FeeLine, MethodLimit, ProcedureVersion
from thongsuot.domains.catalogue.rules.limits import CHANNEL_NAMES
from thongsuot.domains.catalogue.terms import Json
from thongsuot.domains.deadlines.terms import TimeLimit, Unit

CONTEXT = (
    "https://semiceu.github.io/uri.semic.eu-generated/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld"
)
LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"
CURRENCY = "http://publications.europa.eu/resource/authority/currency/VND"
COUNTRY = "http://publications.europa.eu/resource/authority/country/VNM"
CHANNEL_LABELS = {channel: name for name, channel in CHANNEL_NAMES.items()}
DURATIONS = {Unit.DAY: "P{}D", Unit.MONTH: "P{}M"}
"""Units that xsd:duration can say; time that only runs while offices work is told in words."""
Node = dict[str, Json]


def jsonl(on: date) -> Iterator[str]:
    """Yield one line for each procedure in force, with the field names of the national crawl.

    Importing these lines again changes nothing. A limit that a person settled is not in them:
    it is this installation's answer, not part of what was published.
    """
    for version in queries.versions_in_force(on):
        line = version.content | {"source": version.source}
        yield json.dumps(line, ensure_ascii=False)


def cpsv_ap(on: date, base: str) -> Node:
    """Return all procedures in force as one JSON-LD document; ``base`` is the public address."""
    graph: list[Json] = [*_shared_nodes(base)]
    organisations: dict[str, Node] = {}
    for version in queries.versions_in_force(on).prefetch_related("components"):
        graph += _service(version, base, organisations)
    return {"@context": CONTEXT, "@graph": [*graph, *organisations.values()]}


def _text(value: str) -> Node:
    return {"@value": value, "@language": "vi"}


def _shared_nodes(base: str) -> Iterator[Node]:
    yield {"@id": LANGUAGE, "@type": "LinguisticSystem"}
    yield {"@id": CURRENCY, "@type": "Code"}
    yield {"@id": COUNTRY, "@type": "Location"}
    for channel, label in CHANNEL_LABELS.items():
        yield _concept(f"{base}/kenh/{channel}", label)
    for event in queries.life_events():
        yield {
            "@id": f"{base}/viec/{event.slug}",
            "@type": ["LifeEvent", "Event"],
            "Event.identifier": event.slug,
            "Event.name": [_text(event.name)],
        }


def _concept(address: str, label: str) -> Node:
    name: list[Json] = [_text(label)]
    return {
        "@id": address,
        "@type": "Code",
        "http://www.w3.org/2004/02/skos/core#prefLabel": name,
    }


def _service(
    version: ProcedureVersion, base: str, organisations: dict[str, Node]
) -> Iterator[Node]:
    address = f"{base}/thu-tuc/{version.code}"
    parts = [
        *((("hasChannel"), node) for node in _channels(version, address, base)),
        *((("hasCost"), node) for node in _costs(version, address)),
        *((("hasInput"), node) for node in _inputs(version, address)),
        *((("produces"), node) for node in _outputs(version, address)),
        *((("hasLegalResource"), node) for node in _legal(version, base)),
    ]
    node = _head(version, address, base)
    node["PublicService.hasCompetentAuthority"] = [_authority(version, base, organisations)]
    for name in ("hasChannel", "hasCost", "hasInput", "produces", "hasLegalResource"):
        references: list[Json] = [part["@id"] for kind, part in parts if kind == name]
        if references:
            node[f"PublicService.{name}"] = references
    yield node
    yield from (part for _, part in parts)


def _head(version: ProcedureVersion, address: str, base: str) -> Node:
    described = version.content.get("steps") or version.name
    events: list[Json] = [
        f"{base}/viec/{event.slug}"
        for event in queries.life_events()
        if version.code in event.procedures
    ]
    keywords: list[Json] = [_text(version.field)] if version.field else []
    node: Node = {
        "@id": address,
        "@type": "PublicService",
        "PublicService.identifier": version.code,
        "PublicService.name": [_text(version.name)],
        "PublicService.description": [_text(str(described))],
        "PublicService.language": [LANGUAGE],
        "PublicService.spatial": [COUNTRY],
    }
    if keywords:
        node["PublicService.keyword"] = keywords
    if events:
        node["PublicService.isGroupedBy"] = events
    return node


def _authority(version: ProcedureVersion, base: str, organisations: dict[str, Node]) -> str:
    """Return the address of who is named competent, else executing, else of who published it."""
    issuer = str(version.content.get("ministry_group") or "")
    name = version.competent_agency or version.executing_agency or shipped.issuer_name(issuer)
    address = f"{base}/co-quan/{_short_hash(name)}"
    organisations[address] = {
        "@id": address,
        "@type": "PublicOrganization",
        "PublicOrganization.preferredLabel": [_text(name)],
        "PublicOrganization.spatial": [COUNTRY],
    }
    return address


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _channels(version: ProcedureVersion, address: str, base: str) -> Iterator[Node]:
    for row in version.limits.all():
        node: Node = {
            "@id": f"{address}#kenh-{row.channel}",
            "@type": "Channel",
            "Channel.identifier": f"{version.code}/{row.channel}",
            "Channel.type": f"{base}/kenh/{row.channel}",
            "Channel.description": [_text(_in_words(row))],
        }
        duration = _duration(row.limit)
        if duration:
            node["Channel.processingTime"] = duration
        yield node


def _duration(limit: TimeLimit | None) -> str:
    return DURATIONS[limit.unit].format(limit.quantity) if limit and limit.unit in DURATIONS else ""


def _in_words(row: MethodLimit) -> str:
    limit, words = row.limit, shipped.export_words()
    if limit is None:
        return words.unsettled.format(raw=row.raw or words.nothing_published)
    return f"{limit.quantity} {words.units[limit.unit]}"


def _costs(version: ProcedureVersion, address: str) -> Iterator[Node]:
    for fee in version.fees.all():
        if fee.raw:
            yield _cost(fee, version.code, address)


def _cost(fee: FeeLine, code: str, address: str) -> Node:
    node: Node = {
        "@id": f"{address}#phi-{fee.position}",
        "@type": "Cost",
        "Cost.identifier": f"{code}/phi/{fee.position}",
        "Cost.description": [_text(f"{fee.raw} {fee.note}".strip())],
        "Cost.ifAccessedThrough": f"{address}#kenh-{fee.channel}",
    }
    if fee.amount_vnd is not None:
        node["Cost.hasValue"] = {
            "@value": f"{fee.amount_vnd}.0",
            "@type": "http://www.w3.org/2001/XMLSchema#double",
        }
        node["Cost.currency"] = CURRENCY
    return node


def _inputs(version: ProcedureVersion, address: str) -> Iterator[Node]:
    for line in version.components.all():
        if line.is_paper:
            yield {
                "@id": f"{address}#giay-{line.position}",
                "@type": "Evidence",
                "Evidence.identifier": f"{version.code}/{line.code}",
                "Evidence.name": [_text(line.name)],
            }


def _outputs(version: ProcedureVersion, address: str) -> Iterator[Node]:
    results = version.content.get("results") or []
    for place, result in enumerate(results, 1):
        yield {
            "@id": f"{address}#ket-qua-{place}",
            "@type": "Output",
            "Output.identifier": result.get("code") or f"{version.code}/ket-qua/{place}",
            "Output.name": [_text(result["name"])],
        }


def _legal(version: ProcedureVersion, base: str) -> Iterable[Node]:
    for number in version.content.get("legal_bases") or []:
        title: list[Json] = [_text(number)]
        yield {
            "@id": f"{base}/van-ban/{_short_hash(number)}",
            "@type": "LegalResource",
            "http://purl.org/dc/terms/title": title,
        }
