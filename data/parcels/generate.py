"""Draw the invented sample of the Qijiang high-tech zone (示意数据) and write all of its files.

Usage: ``python data/parcels/generate.py [--out DIR] [--seed TEXT]``
"""

import argparse
from pathlib import Path
from random import Random

from sample.blocks import Drawing, draw
from sample.boundary_files import write_clusters, write_geopackage, write_shapefile, write_survey
from sample.cadastre import register
from sample.casting import cast
from sample.commencement_stories import tell_commencements
from sample.completion_stories import tell_completions
from sample.fact_files import write_facts
from sample.incidents import tell_incidents
from sample.layouts import read_layouts
from sample.ledger import write_ledger
from sample.patrols import patrol
from sample.pool import supply
from sample.progress import record_progress
from sample.records import Deal, Lot
from sample.revitalisation import revitalise
from sample.roster import write_roster
from sample.terms import write_terms

SEED = "qijiang-2024-01-21"


def main() -> None:
    """Write the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    parser.add_argument("--seed", default=SEED, help="another seed gives another sample")
    options = parser.parse_args()
    drawings = [draw(layout, Random(f"{options.seed}/{layout.name_en}")) for layout in read_layouts()]
    lots = [
        lot
        for drawing in drawings
        for lot in register(drawing, Random(f"{options.seed}/{drawing.layout.name_en}/cadastre"))
    ]
    write(options.out, drawings, lots, live(lots, options.seed), options.seed)


def live(lots: list[Lot], seed: str) -> list[Deal]:
    """Put the lots under contract and let the years pass.

    Parameters
    ----------
    lots
        Registered lots; the areas of some are tuned by a few m².
    seed
        Seed of every random choice.

    Returns
    -------
    list of Deal
        Contracts with their facts, in the order of their numbers.
    """
    pool = supply(lots, Random(f"{seed}/supply"))
    parts = cast(pool, Random(f"{seed}/cast"))
    tell_commencements(parts, Random(f"{seed}/commencement"))
    tell_completions(parts, Random(f"{seed}/completion"))
    tell_incidents(pool, parts.free, Random(f"{seed}/incidents"))
    revitalise(parts, pool.deals, Random(f"{seed}/revitalisation"))
    write_terms(pool.deals, Random(f"{seed}/terms"))
    deals = sorted(pool.deals, key=lambda deal: deal.contract_no)
    record_progress(deals)
    patrol(deals, Random(f"{seed}/patrols"))
    return deals


def write(out: Path, drawings: list[Drawing], lots: list[Lot], deals: list[Deal], seed: str) -> None:
    """Write every file of the sample.

    Parameters
    ----------
    out
        Folder to write to; made if missing.
    drawings
        The clusters.
    lots
        All lots.
    deals
        All contracts.
    seed
        Seed of every random choice.
    """
    out.mkdir(parents=True, exist_ok=True)
    of: dict[str, list[Lot]] = {}
    for lot in lots:
        of.setdefault(lot.cluster, []).append(lot)
    write_clusters(out / "clusters.gpkg", drawings)
    write_survey(out / "survey" / "beidu.txt", of["北渡"], closed=True)
    write_survey(out / "survey" / "anwen.txt", of["安稳"], closed=False)
    write_shapefile(out / "shapefile" / "tonghui.shp", of["通惠"])
    write_shapefile(out / "shapefile" / "qingjiang.shp", of["庆江"])
    write_geopackage(out / "parcels.gpkg", of["桥河"] + of["扶欢"] + of["国家网络安全产业园"])
    write_ledger(out / "ledger.xlsx", deals, Random(f"{seed}/ledger"))
    write_facts(out / "facts", deals)
    write_roster(out / "patrollers.yaml")


if __name__ == "__main__":
    main()
