"""The household statuses the mechanisms speak of. Their shares and sizes are country data."""

INDIVIDUAL_PEASANT = "individual_peasant"
BETTER_OFF_PEASANT = "better_off_peasant"
COLLECTIVE_FARMER = "collective_farmer"
STATE_FARM_WORKER = "state_farm_worker"
WORKER = "worker"
TOWN_EMPLOYEE = "town_employee"
COUNTRY_EMPLOYEE = "country_employee"
CLERGY = "clergy"
SOLDIER = "soldier"
PRISONER = "prisoner"
CAMP = "camp"
COLONY = "colony"
SPECIAL_SETTLER = "special_settler"

STATUSES = (
    INDIVIDUAL_PEASANT,
    BETTER_OFF_PEASANT,
    COLLECTIVE_FARMER,
    STATE_FARM_WORKER,
    WORKER,
    TOWN_EMPLOYEE,
    COUNTRY_EMPLOYEE,
    CLERGY,
    SOLDIER,
    PRISONER,
    CAMP,
    COLONY,
    SPECIAL_SETTLER,
)

FREE = (
    INDIVIDUAL_PEASANT,
    BETTER_OFF_PEASANT,
    COLLECTIVE_FARMER,
    STATE_FARM_WORKER,
    WORKER,
    TOWN_EMPLOYEE,
    COUNTRY_EMPLOYEE,
    CLERGY,
)
