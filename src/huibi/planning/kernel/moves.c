/* The moves: each changes a few seats or units; whether it is kept is decided elsewhere. */
#include "kernel.h"

#define PROBES 6
#define TRIES 4
#define REPAIRS 8
#define RELIEFS 2
#define RELIEF_TRIES 6

static uint32_t draw(Desk *d) {
  uint64_t x = d->random;
  x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
  d->random = x;
  return (uint32_t)((x * 2685821657736338717ULL) >> 32);
}

static int32_t below(Desk *d, int32_t limit) { return (int32_t)(((uint64_t)draw(d) * (uint32_t)limit) >> 32); }

static int32_t *members(Desk *d, int32_t team) { return d->members + (int64_t)team * number(d, TEAM_ROOM); }
static int32_t *held(Desk *d, int32_t team) { return d->held + (int64_t)team * number(d, UNIT_ROOM); }
static int32_t size(const Desk *d, int32_t team) { return d->count[team * d->kinds + SIZE]; }
static int32_t units(const Desk *d, int32_t team) { return d->count[team * d->kinds + COUNT_UNITS]; }

static void leave(Desk *d, int32_t person) { seat(d, person, d->team_of[person], d->role_of[person], -1); }

static int has_room(Desk *d, int32_t team) { return size(d, team) < number(d, TEAM_ROOM); }

/* A random role of a mask; the mask is not empty. */
static int32_t some_role(Desk *d, int32_t mask) {
  int32_t role = below(d, 4);
  while (!(mask >> role & 1)) role = (role + 1) & 3;
  return role;
}

/* What a person would pay in a team as its units are: 0 is free, a bar is dear. */
static int64_t price(Desk *d, int32_t person, int32_t team, int32_t role) {
  int64_t sum = 0;
  const int32_t *list = held(d, team), *cells = section(d, CELL) + (int64_t)person * d->units;
  for (int32_t i = 0; i < units(d, team); i++) {
    int32_t entry = cells[list[i]];
    if (entry) sum += d->price[entry] + (section(d, ENTRY_BAR)[entry] >> role & 1) * d->bar;
  }
  return sum;
}

/* What a person pays more in a team than now. */
static int64_t extra(Desk *d, int32_t person, int32_t team, int32_t role) {
  int64_t there = price(d, person, team, role);
  return d->team_of[person] == FREE ? there : there - price(d, person, d->team_of[person], d->role_of[person]);
}

/* Somebody who could hold a role in a team, of a few who makes it cheapest; FREE where nobody can. Whoever is replaced
   (FREE: nobody is) goes where the other came from; most often the two are both full-time or both not. `least` is what
   is then paid more, what the one replaced pays now not taken off. */
static int32_t candidate(Desk *d, int32_t team, int32_t role, int32_t tries, int32_t replaced, int64_t *least) {
  int32_t pool = section(d, TEAM_KIND)[team] * 4 + role, best = FREE;
  int32_t from = section(d, POOL_START)[pool], count = section(d, POOL_START)[pool + 1] - from;
  if (replaced != FREE && below(d, 8)) {
    int32_t full = section(d, POOL_FULL)[pool];
    if (section(d, FULL_TIME)[replaced]) count = full;
    else from += full, count -= full;
  }
  if (!count) return FREE;
  for (; tries > 0; tries--) {
    int32_t person = section(d, POOL)[from + below(d, count)], team_now = d->team_of[person];
    if (section(d, PINNED_PERSON)[person] != FREE && team_now != team) continue;
    int64_t cost = extra(d, person, team, role);
    if (replaced != FREE && team_now != FREE) cost += price(d, replaced, team_now, d->role_of[person]);
    if (best == FREE || cost < *least) best = person, *least = cost;
  }
  return best;
}

/* A team, rather one that lacks something. */
static int32_t some_team(Desk *d, int lacking) {
  int32_t team = below(d, d->teams);
  for (int i = 0; lacking && i < PROBES && !d->lack[team]; i++) team = below(d, d->teams);
  return team;
}

/* A member of some team: any one, one of a team that lacks, or one who pays at a unit. */
static int32_t some_member(Desk *d, int how) {
  if (how < 2 || !d->units) {
    int32_t team = some_team(d, how);
    return size(d, team) ? members(d, team)[below(d, size(d, team))] : FREE;
  }
  int32_t unit = below(d, d->units);
  for (int i = 0; i < PROBES && !d->risk[unit]; i++) unit = below(d, d->units);
  int32_t team = d->unit_team[unit];
  if (team == FREE || !size(d, team)) return FREE;
  int32_t first = below(d, size(d, team));
  for (int32_t i = 0; i < size(d, team); i++) {
    int32_t person = members(d, team)[(first + i) % size(d, team)];
    int32_t entry = section(d, CELL)[(int64_t)person * d->units + unit];
    if (entry && section(d, ENTRY_RISK)[entry]) return person;
  }
  return members(d, team)[first];
}

/* Somebody takes the seat of another, who goes where the first came from. */
static void exchange(Desk *d, int32_t person, int32_t other) {
  int32_t team = d->team_of[person], role = d->role_of[person], from = d->team_of[other], held_role = d->role_of[other];
  if (from == team) {
    if (held_role == role || !(may(d, person, team) >> held_role & 1)) return;
    leave(d, person), leave(d, other);
    seat(d, other, team, role, 1), seat(d, person, team, held_role, 1);
    return;
  }
  if (section(d, PINNED_PERSON)[person] != FREE) return;
  leave(d, person);
  if (from == FREE) {
    seat(d, other, team, role, 1);
    return;
  }
  int32_t mask = may(d, person, from);
  leave(d, other);
  seat(d, other, team, role, 1);
  if (mask) seat(d, person, from, mask >> held_role & 1 ? held_role : some_role(d, mask), 1);
}

static int lacks_here(const Desk *d, int32_t person, int32_t other) {
  return d->lack[d->team_of[person]] || (d->team_of[other] != FREE && d->lack[d->team_of[other]]);
}

/* Two people change seats; what is sure to be taken back again is seldom tried. */
static void exchange_some(Desk *d, int how) {
  int32_t person = some_member(d, how);
  if (person == FREE) return;
  int32_t team = d->team_of[person], role = d->role_of[person];
  int64_t least = 0;
  int32_t other = candidate(d, team, role, 1 + below(d, TRIES), person, &least);
  if (other == FREE || other == person) return;
  if (least - price(d, person, team, role) > d->hopeless && !lacks_here(d, person, other) && below(d, 8)) return;
  exchange(d, person, other);
}

/* Three seats: somebody free comes, the one replaced moves on to another team, whose member leaves. */
static void rotate(Desk *d) {
  int32_t person = some_member(d, 2);
  if (person == FREE || section(d, PINNED_PERSON)[person] != FREE) return;
  int32_t team = d->team_of[person], role = d->role_of[person], next = below(d, d->teams), mask = may(d, person, next);
  if (next == team || !mask || !size(d, next)) return;
  int32_t last = members(d, next)[below(d, size(d, next))], last_role = d->role_of[last];
  if (section(d, PINNED_PERSON)[last] != FREE) return;
  int64_t least = 0;
  int32_t first = candidate(d, team, role, 3, FREE, &least);
  if (first == FREE || d->team_of[first] != FREE) return;
  leave(d, person), leave(d, last);
  seat(d, first, team, role, 1);
  seat(d, person, next, mask >> last_role & 1 ? last_role : some_role(d, mask), 1);
}

static void add_some(Desk *d) {
  int32_t team = some_team(d, 1), role = below(d, 4);
  int64_t least = 0;
  int32_t person = candidate(d, team, role, 2, FREE, &least);
  if (person == FREE || !has_room(d, team) || d->team_of[person] == team) return;
  if (d->team_of[person] != FREE) leave(d, person);
  seat(d, person, team, role, 1);
}

static void drop_some(Desk *d) {
  int32_t person = some_member(d, 0);
  if (person != FREE && section(d, PINNED_PERSON)[person] == FREE) leave(d, person);
}

static void turn_role(Desk *d) {
  int32_t person = some_member(d, below(d, 2));
  if (person == FREE) return;
  int32_t team = d->team_of[person], role = some_role(d, may(d, person, team));
  if (role == d->role_of[person]) return;
  leave(d, person);
  seat(d, person, team, role, 1);
}

static int32_t some_unit(Desk *d) {
  int32_t unit = below(d, d->units);
  if (d->term[UNASSIGNED] && below(d, 2)) {
    for (int32_t i = 0; i < d->units; i++)
      if (d->unit_team[(unit + i) % d->units] == FREE) return (unit + i) % d->units;
  }
  for (int i = below(d, 3); i > 0 && !d->risk[unit]; i--) unit = below(d, d->units);
  return unit;
}

/* Replaces somebody who pays by who makes it cheaper, all things weighed; returns whether that was found. */
static int relieve(Desk *d, int32_t person, const int64_t *told) {
  int32_t team = d->team_of[person], role = d->role_of[person];
  int64_t now = price(d, person, team, role), before = energy(d, told);
  for (int tries = 0; now && tries < RELIEFS; tries++) {
    int64_t least = 0;
    int32_t other = candidate(d, team, role, RELIEF_TRIES, person, &least), from = d->changes;
    if (other == FREE || d->team_of[other] == team || least >= now) continue;
    exchange(d, person, other);
    if (energy(d, told) < before) return 1;
    take_back(d, from);
  }
  return 0;
}

/* Puts cheaper people in the seats of those who pay at a unit that has come to a team. */
static void repair(Desk *d, int32_t unit, const int64_t *told) {
  int32_t team = d->unit_team[unit], budget = REPAIRS;
  for (int32_t i = size(d, team) - 1; i >= 0 && budget > 0; i--) {
    int32_t person = members(d, team)[i];
    int32_t entry = section(d, CELL)[(int64_t)person * d->units + unit];
    if (entry && section(d, PINNED_PERSON)[person] == FREE) budget -= relieve(d, person, told);
  }
}

/* Whether the unit's county inspects the team's, where the two may not inspect each other. */
static int clashes(const Desk *d, int32_t unit, int32_t team) {
  int32_t from = section(d, TEAM_COUNTY)[team], to = section(d, UNIT_COUNTY)[unit];
  if (!number(d, MUTUAL) || from == FREE || to == FREE || from == to) return 0;
  return d->ways[to * number(d, COUNTIES) + from] > 0;
}

/* A unit goes to another team, or changes places with one of its units; `mend` replaces who pays there. */
static void shift_unit(Desk *d, int mend, const int64_t *told) {
  if (!d->units) return;
  int32_t unit = some_unit(d), from = d->unit_team[unit];
  const int32_t *start = section(d, PLACE_START) + unit;
  if (section(d, PINNED_UNIT)[unit] != FREE && from != FREE) return;
  if (start[1] == start[0]) return;
  int32_t team = section(d, PLACE)[start[0] + below(d, start[1] - start[0])], back = FREE;
  if (team == from) {
    if (!below(d, 8)) assign(d, unit, team, -1);
    return;
  }
  if (units(d, team) && below(d, 4)) {
    back = held(d, team)[below(d, units(d, team))];
    if (section(d, PINNED_UNIT)[back] != FREE) return;
    if (from != FREE && section(d, WAY)[(int64_t)back * d->teams + from] < 0) return;
  }
  if (back == FREE && units(d, team) >= number(d, UNIT_ROOM)) return;
  int breaks = clashes(d, unit, team) || (back != FREE && from != FREE && clashes(d, back, from));
  if (breaks && told[WEIGHTS + BREAKS] > d->hopeless && below(d, 8)) return;
  if (from != FREE) assign(d, unit, from, -1);
  if (back != FREE) assign(d, back, team, -1);
  assign(d, unit, team, 1);
  if (back != FREE && from != FREE) assign(d, back, from, 1);
  if (!mend) return;
  repair(d, unit, told);
  if (back != FREE && from != FREE) repair(d, back, told);
}

/* Makes one random move; the shares of the kinds of move are told. Returns how many changes it made. */
int try_move(Desk *d, const int64_t *told) {
  int32_t which = below(d, 1024), kind = 0;
  while (kind < 7 && which >= told[MIX + kind]) which -= (int32_t)told[MIX + kind++];
  d->changes = 0;
  switch (kind) {
    case 0: case 1: case 2: exchange_some(d, kind); break;
    case 3: rotate(d); break;
    case 4: if (below(d, 2)) add_some(d); else drop_some(d); break;
    case 5: turn_role(d); break;
    case 6: shift_unit(d, 0, told); break;
    default: shift_unit(d, 1, told);
  }
  return d->changes;
}
