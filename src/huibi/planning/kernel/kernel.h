/* The compiled annealer: one roster, changed seat by seat. Plain C99, integers only, its own random numbers.
   `huibi.planning.twin` is the same in Python, move by move: whatever is changed here is changed there. */
#ifndef HUIBI_KERNEL_H
#define HUIBI_KERNEL_H
#include <stdint.h>

/* The head of the tape: numbers first, then where each section begins. The order is that of planning/tape.py. */
enum {
  PEOPLE, UNITS, TEAMS, KINDS, SPECIALITIES, HOMES, COUNTIES, TEAM_KINDS, LENDERS, LEVELS, SAME_HOME, HOME_TOTAL,
  MUTUAL, UNIT_SPECIALITY_WEIGHT, GONE_PRICE, TEAM_ROOM, UNIT_ROOM,
  PERSON_KIND, TEAM_KIND, ROLES_OF, PINNED_PERSON, PINNED_UNIT, HOME, FULL_TIME, SERVED, LENDER,
  HELD_START, HELD, UNIT_COUNTY, TEAM_COUNTY, WORKLOAD, ASKED_START, ASKED, PLACE_START, PLACE, WAY,
  CELL, ENTRY_SHOULD, ENTRY_RISK, ENTRY_BAR, APART_START, APART, PAIR_START, PAIR, PAIR_PRICE,
  LEAST, MOST, WEIGHT, IDLE, LEND_LEAST, LEND_MOST, KEPT_START, KEPT_TEAM, KEPT_ROLE, KEPT_PRICE,
  KEPT_UNIT_START, KEPT_UNIT, POOL_START, POOL_FULL, POOL, LEVEL_START, LEVEL_TERM, LEVEL_WEIGHT, HEAD
};
/* The kinds of a team's counters: these, then one a speciality. */
enum { SIZE, FULL, ROLE, COUNT_UNITS = ROLE + 4, LOAD, SPECIALITY };
/* The terms, and after them what breaks a hard rule. Of the two largest the sum above a threshold is held. */
enum { UNASSIGNED, SHORTFALL, CHANGE, SHOULD, RISK_MAX, RISK_PEAK, RISK, TRAVEL, TOGETHER, BURDEN, SPREAD, BREAKS, TERMS };
/* What a run is told. */
enum { SEED, MOVES, PEAK_ABOVE, ENTRY_ABOVE, MIX, WEIGHTS = MIX + 8, HEATS = WEIGHTS + TERMS, HEAT_STEPS = 64,
       LOGS = HEATS + HEAT_STEPS, LOG_STEPS = 1024 };

#define JOURNAL 256
#define FREE (-1)

typedef struct { int32_t id, team, role, unit, sign; } Change;

typedef struct {
  const int32_t *tape, *section[HEAD];       /* the problem, and where each of its sections begins */
  int32_t people, units, teams, kinds;
  int32_t *team_of, *role_of, *unit_team;    /* the roster */
  int32_t *members, *place, *held, *unit_place; /* who is in a team, and where in its list */
  int32_t *count, *asking, *same_home, *home_total, *lent, *ways;
  int64_t *risk, *lack, *price;              /* price: what an entry costs in energy, bars aside */
  int64_t bar;                               /* what a bar costs */
  int64_t hopeless;                          /* exchanges that pay so much more are mostly not tried */
  int64_t term[TERMS];
  int64_t peak_above, entry_above;
  int loads_changed;
  Change journal[JOURNAL];
  int changes;
  uint64_t random;
} Desk;

Desk *desk_open(const int32_t *tape, const int32_t *state, const int64_t *told);
void desk_close(Desk *desk);
void seat(Desk *desk, int32_t person, int32_t team, int32_t role, int sign);
void assign(Desk *desk, int32_t unit, int32_t team, int sign);
void take_back(Desk *desk, int from);
void count_spread(Desk *desk);
int64_t energy(Desk *desk, const int64_t *told);
int try_move(Desk *desk, const int64_t *told);

static inline const int32_t *section(const Desk *desk, int which) { return desk->section[which]; }
static inline int32_t number(const Desk *desk, int which) { return desk->tape[which]; }
static inline int32_t may(const Desk *desk, int32_t person, int32_t team) {
  return section(desk, ROLES_OF)[section(desk, PERSON_KIND)[person] * number(desk, TEAM_KINDS) + section(desk, TEAM_KIND)[team]];
}
static inline int64_t above(int64_t value, int64_t limit) { return value > limit ? value - limit : 0; }
#endif
