/* The roster on the desk: putting a person or a unit somewhere keeps every count, term and broken rule up to date. */
#include "kernel.h"
#include <stdlib.h>
#include <string.h>

static void lacks(Desk *d, int32_t team, int64_t amount) {
  d->lack[team] += amount;
  if (!section(d, IDLE)[team] || d->count[team * d->kinds + COUNT_UNITS]) d->term[SHORTFALL] += amount;
}

static void bump(Desk *d, int32_t team, int kind, int32_t amount) {
  int32_t at = team * d->kinds + kind;
  int64_t before = d->count[at], now = before + amount, least = section(d, LEAST)[at], most = section(d, MOST)[at];
  d->count[at] = (int32_t)now;
  d->term[BREAKS] += above(now, most) - above(before, most);
  if (before < least || now < least) lacks(d, team, section(d, WEIGHT)[kind] * (above(least, now) - above(least, before)));
}

static void pay(Desk *d, int32_t person, int32_t role, int32_t unit, int sign) {
  int32_t entry = section(d, CELL)[(int64_t)person * d->units + unit];
  if (!entry) return;
  int64_t risk = section(d, ENTRY_RISK)[entry], before = d->risk[unit], now = before + sign * risk;
  if (section(d, ENTRY_BAR)[entry] >> role & 1) d->term[BREAKS] += sign;
  d->term[SHOULD] += sign * (int64_t)section(d, ENTRY_SHOULD)[entry];
  d->risk[unit] = now;
  d->term[RISK] += sign * risk;
  d->term[RISK_PEAK] += above(now, d->peak_above) - above(before, d->peak_above);
  d->term[RISK_MAX] += sign * above(risk, d->entry_above);
}

static void total(Desk *d, int32_t *count, int sign, int64_t most) {
  if (sign > 0 ? *count >= most : *count > most) d->term[BREAKS] += sign;
  *count += sign;
}

static void seat_totals(Desk *d, int32_t person, int32_t team, int sign) {
  int32_t home = section(d, HOME)[person], lender = section(d, LENDER)[person];
  if (home != FREE) {
    total(d, &d->same_home[home * d->teams + team], sign, number(d, SAME_HOME));
    total(d, &d->home_total[home], sign, number(d, HOME_TOTAL));
  }
  if (lender != FREE) {
    int64_t least = section(d, LEND_LEAST)[lender], before = d->lent[lender];
    total(d, &d->lent[lender], sign, section(d, LEND_MOST)[lender]);
    d->term[SHORTFALL] += above(least, before + sign) - above(least, before);
  }
}

static void seat_pairs(Desk *d, int32_t person, int32_t team, int32_t role, int sign) {
  const int32_t *start = section(d, APART_START), *list = section(d, APART);
  for (int32_t i = start[person]; i < start[person + 1]; i++)
    if (d->team_of[list[i]] == team) d->term[BREAKS] += sign;
  start = section(d, PAIR_START), list = section(d, PAIR);
  for (int32_t i = start[person]; i < start[person + 1]; i++)
    if (d->team_of[list[i]] == team) d->term[TOGETHER] += sign * (int64_t)section(d, PAIR_PRICE)[i];
  start = section(d, KEPT_START), list = section(d, KEPT_TEAM);
  for (int32_t i = start[person]; i < start[person + 1]; i++)
    if (list[i] == team) {
      int64_t saved = section(d, KEPT_PRICE)[i] - (section(d, KEPT_ROLE)[i] != role);
      d->term[CHANGE] -= sign * saved;
    }
}

static void seat_skills(Desk *d, int32_t person, int32_t team, int sign) {
  const int32_t *start = section(d, HELD_START), *list = section(d, HELD);
  for (int32_t i = start[person]; i < start[person + 1]; i++) {
    int32_t kind = SPECIALITY + list[i];
    bump(d, team, kind, sign);
    int32_t now = d->count[team * d->kinds + kind], asking = d->asking[team * number(d, SPECIALITIES) + list[i]];
    if (asking && now == (sign > 0)) lacks(d, team, -sign * (int64_t)asking * number(d, UNIT_SPECIALITY_WEIGHT));
  }
}

static void place_in(int32_t *list, int32_t *place, int32_t *count, int32_t id, int sign) {
  if (sign > 0) {
    place[id] = *count, list[(*count)++] = id;
  } else {
    int32_t last = list[--*count];
    list[place[id]] = last, place[last] = place[id];
  }
}

/* Puts a free person into a team (sign 1) or takes one out of it (sign -1). */
void seat(Desk *d, int32_t person, int32_t team, int32_t role, int sign) {
  int32_t size = d->count[team * d->kinds + SIZE];
  place_in(d->members + (int64_t)team * number(d, TEAM_ROOM), d->place, &size, person, sign);
  d->team_of[person] = FREE;
  bump(d, team, SIZE, sign);
  bump(d, team, ROLE + role, sign);
  if (section(d, FULL_TIME)[person]) bump(d, team, FULL, sign);
  seat_skills(d, person, team, sign);
  seat_totals(d, person, team, sign);
  seat_pairs(d, person, team, role, sign);
  d->term[BURDEN] += sign * (int64_t)section(d, SERVED)[person];
  const int32_t *units = d->held + (int64_t)team * number(d, UNIT_ROOM);
  for (int32_t i = 0; i < d->count[team * d->kinds + COUNT_UNITS]; i++) pay(d, person, role, units[i], sign);
  d->role_of[person] = sign > 0 ? role : 0;
  if (sign > 0) d->team_of[person] = team;
  d->journal[d->changes++] = (Change){person, team, role, 0, sign};
}

static void assign_county(Desk *d, int32_t unit, int32_t team, int sign) {
  int32_t from = section(d, TEAM_COUNTY)[team], to = section(d, UNIT_COUNTY)[unit], counties = number(d, COUNTIES);
  if (!number(d, MUTUAL) || from == FREE || to == FREE || from == to) return;
  int32_t *there = &d->ways[from * counties + to], back = d->ways[to * counties + from];
  if (sign > 0 ? *there < back : *there <= back) d->term[BREAKS] += sign;
  *there += sign;
}

/* Gives a free unit to a team (sign 1) or takes it away (sign -1). */
void assign(Desk *d, int32_t unit, int32_t team, int sign) {
  int32_t count = d->count[team * d->kinds + COUNT_UNITS];
  place_in(d->held + (int64_t)team * number(d, UNIT_ROOM), d->unit_place, &count, unit, sign);
  if (section(d, IDLE)[team] && count == (sign > 0)) d->term[SHORTFALL] += sign * d->lack[team];
  bump(d, team, COUNT_UNITS, sign);
  bump(d, team, LOAD, sign * section(d, WORKLOAD)[unit]);
  d->loads_changed = 1;
  const int32_t *start = section(d, ASKED_START), *list = section(d, ASKED);
  for (int32_t i = start[unit]; i < start[unit + 1]; i++) {
    d->asking[team * number(d, SPECIALITIES) + list[i]] += sign;
    if (!d->count[team * d->kinds + SPECIALITY + list[i]]) lacks(d, team, sign * (int64_t)number(d, UNIT_SPECIALITY_WEIGHT));
  }
  start = section(d, KEPT_UNIT_START), list = section(d, KEPT_UNIT);
  for (int32_t i = start[unit]; i < start[unit + 1]; i++)
    if (list[i] == team) d->term[CHANGE] -= sign * 5;
  d->term[TRAVEL] += sign * (int64_t)section(d, WAY)[(int64_t)unit * d->teams + team];
  d->term[UNASSIGNED] -= sign;
  assign_county(d, unit, team, sign);
  const int32_t *members = d->members + (int64_t)team * number(d, TEAM_ROOM);
  for (int32_t i = 0; i < d->count[team * d->kinds + SIZE]; i++) pay(d, members[i], d->role_of[members[i]], unit, sign);
  d->unit_team[unit] = sign > 0 ? team : FREE;
  d->journal[d->changes++] = (Change){unit, team, 0, 1, sign};
}

/* Takes back what was put since the journal was `from` long. */
void take_back(Desk *d, int from) {
  while (d->changes > from) {
    Change c = d->journal[d->changes - 1];
    if (c.unit) assign(d, c.id, c.team, -c.sign);
    else seat(d, c.id, c.team, c.role, -c.sign);
    d->changes -= 2;
  }
}

void count_spread(Desk *d) {
  int64_t most = 0, least = INT64_MAX;
  for (int32_t team = 0; team < d->teams; team++) {
    int64_t load = d->count[team * d->kinds + LOAD];
    if (load > most) most = load;
    if (load < least) least = load;
  }
  d->term[SPREAD] = d->teams ? most - least : 0;
  d->loads_changed = 0;
}

/* What is to be made small: the terms as they are weighed. */
int64_t energy(Desk *d, const int64_t *told) {
  int64_t sum = 0;
  if (d->loads_changed) count_spread(d);
  for (int term = 0; term < TERMS; term++) sum += told[WEIGHTS + term] * d->term[term];
  return sum;
}

static void *room(int64_t items, size_t size) { return calloc(items > 0 ? (size_t)items : 1, size); }

static void count_nothing(Desk *d) {
  for (int32_t team = 0; team < d->teams; team++)
    for (int kind = 0; kind < d->kinds; kind++) {
      int64_t missing = section(d, WEIGHT)[kind] * (int64_t)section(d, LEAST)[team * d->kinds + kind];
      d->lack[team] += missing;
      if (!section(d, IDLE)[team]) d->term[SHORTFALL] += missing;
    }
  for (int32_t lender = 0; lender < number(d, LENDERS); lender++) d->term[SHORTFALL] += section(d, LEND_LEAST)[lender];
  d->term[UNASSIGNED] = d->units;
  d->term[CHANGE] = number(d, GONE_PRICE);
  for (int32_t i = 0; i < section(d, KEPT_START)[d->people]; i++) d->term[CHANGE] += section(d, KEPT_PRICE)[i];
  d->term[CHANGE] += 5 * (int64_t)section(d, KEPT_UNIT_START)[d->units];
}

static void count_prices(Desk *d, const int64_t *told) {
  d->bar = told[WEIGHTS + BREAKS];
  const int32_t *risk = section(d, ENTRY_RISK), *should = section(d, ENTRY_SHOULD);
  for (int32_t i = 0; i < section(d, ENTRY_BAR) - risk; i++)
    d->price[i] = told[WEIGHTS + RISK] * risk[i] + told[WEIGHTS + SHOULD] * should[i];
}

/* `state` is the team of each person, the role of each, the team of each unit. NULL where there is no memory. */
Desk *desk_open(const int32_t *tape, const int32_t *state, const int64_t *told) {
  Desk *d = room(1, sizeof *d);
  if (!d) return NULL;
  d->tape = tape, d->people = tape[PEOPLE], d->units = tape[UNITS], d->teams = tape[TEAMS], d->kinds = tape[KINDS];
  for (int which = PERSON_KIND; which < HEAD; which++) d->section[which] = tape + tape[which];
  d->peak_above = told[PEAK_ABOVE], d->entry_above = told[ENTRY_ABOVE];
  d->team_of = room(d->people, 4), d->role_of = room(d->people, 4), d->unit_team = room(d->units, 4);
  d->members = room((int64_t)d->teams * tape[TEAM_ROOM], 4), d->place = room(d->people, 4);
  d->held = room((int64_t)d->teams * tape[UNIT_ROOM], 4), d->unit_place = room(d->units, 4);
  d->count = room((int64_t)d->teams * d->kinds, 4), d->asking = room((int64_t)d->teams * tape[SPECIALITIES], 4);
  d->same_home = room((int64_t)tape[HOMES] * d->teams, 4), d->home_total = room(tape[HOMES], 4);
  d->lent = room(tape[LENDERS], 4), d->ways = room((int64_t)tape[COUNTIES] * tape[COUNTIES], 4);
  d->risk = room(d->units, 8), d->lack = room(d->teams, 8);
  d->price = room(tape[ENTRY_BAR] - tape[ENTRY_RISK], 8);
  if (!(d->team_of && d->role_of && d->unit_team && d->members && d->place && d->held && d->unit_place && d->count &&
        d->asking && d->same_home && d->home_total && d->lent && d->ways && d->risk && d->lack && d->price)) {
    desk_close(d);
    return NULL;
  }
  count_prices(d, told);
  count_nothing(d);
  for (int32_t unit = 0; unit < d->units; unit++) {
    int32_t team = state[2 * d->people + unit];
    d->unit_team[unit] = FREE;
    if (team != FREE) assign(d, unit, team, 1);
    d->changes = 0;
  }
  for (int32_t person = 0; person < d->people; person++) d->team_of[person] = FREE;
  for (int32_t person = 0; person < d->people; person++) {
    if (state[person] != FREE) seat(d, person, state[person], state[d->people + person], 1);
    d->changes = 0;
  }
  count_spread(d);
  return d;
}

void desk_close(Desk *d) {
  void *rooms[] = {d->team_of, d->role_of, d->unit_team, d->members, d->place, d->held, d->unit_place, d->count,
                   d->asking, d->same_home, d->home_total, d->lent, d->ways, d->risk, d->lack, d->price};
  for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) free(rooms[i]);
  free(d);
}
