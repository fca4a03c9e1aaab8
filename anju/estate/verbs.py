"""What the trail says of the estate."""

from django.db.models import TextChoices


class EstateVerb(TextChoices):
    """Events of buildings, units and things."""

    BUILDING_ADDED = "estate.building_added", "登记楼栋"
    BUILDING_CHANGED = "estate.building_changed", "修改楼栋"
    BUILDING_REMOVED = "estate.building_removed", "删除楼栋"
    ENTRANCE_ADDED = "estate.entrance_added", "登记单元"
    ENTRANCE_CHANGED = "estate.entrance_changed", "修改单元"
    ENTRANCE_REMOVED = "estate.entrance_removed", "删除单元"
    UNIT_ADDED = "estate.unit_added", "登记房屋"
    UNIT_CHANGED = "estate.unit_changed", "修改房屋"
    UNIT_REMOVED = "estate.unit_removed", "删除房屋"
    ROOMS_ADDED = "estate.rooms_added", "批量登记房屋"
    SPACE_ADDED = "estate.space_added", "登记车位"
    SPACE_CHANGED = "estate.space_changed", "修改车位"
    SPACE_REMOVED = "estate.space_removed", "删除车位"
    STORAGE_ADDED = "estate.storage_added", "登记储藏室"
    STORAGE_CHANGED = "estate.storage_changed", "修改储藏室"
    STORAGE_REMOVED = "estate.storage_removed", "删除储藏室"
    PLACE_ADDED = "estate.place_added", "登记公共部位"
    PLACE_CHANGED = "estate.place_changed", "修改公共部位"
    PLACE_RETIRED = "estate.place_retired", "停用公共部位"
    METER_ADDED = "estate.meter_added", "安装计量表"
    METER_CORRECTED = "estate.meter_corrected", "更正计量表"
    METER_REPLACED = "estate.meter_replaced", "更换计量表"
    METER_REMOVED = "estate.meter_removed", "拆除计量表"
    CARE_ASSIGNED = "estate.care_assigned", "分配责任楼栋"
    CARE_HANDED_OVER = "estate.care_handed_over", "移交责任楼栋"
    EXPORTED = "estate.exported", "导出房产清单"
    # By a workbook (anju/estate/commands/loading.py)
    LOADED = "estate.loaded", "导入登记"
    LOADED_OVER = "estate.loaded_over", "导入修改"
    UNLOADED = "estate.unloaded", "撤销导入"
