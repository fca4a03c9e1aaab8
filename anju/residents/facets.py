"""How residents colour the building chart."""

from anju.estate.hooks import Facet, FacetValue
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.households import living_facet, owner_facet

FACETS = (
    Facet(
        code="owners",
        label="业主登记",
        values=(
            FacetValue("complete", "已登记", "good"),
            FacetValue("no_phone", "缺电话", "warn", "up"),
            FacetValue("no_owner", "缺业主", "bad", "cross"),
        ),
        of=owner_facet,
        permission=May.READ.value,
    ),
    Facet(
        code="living",
        label="谁在住",
        values=(
            FacetValue("owner", "业主自住", "good"),
            FacetValue("tenant", "租户", "info", "dots"),
            FacetValue("nobody", "无人登记", "plain", "up"),
        ),
        of=living_facet,
        permission=May.READ.value,
    ),
)
