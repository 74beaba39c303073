/* Annealing: worse rosters are taken by chance, less and less; the best legal one is kept, level by level. */
#include "kernel.h"
#include <stdlib.h>
#include <string.h>

#define STOP_EVERY 512
#define HOPELESS 7 /* times the heat: so much worse is taken once in a thousand */
#define LOG_MASK (LOG_STEPS - 1)

typedef struct {
  int32_t *state, *stale;  /* the best roster; who and what has moved since */
  uint8_t *moved;
  int32_t count;
  int64_t *values;
  int known;
} Best;

static int64_t largest_risk(const Desk *d) {
  int64_t most = 0;
  for (int32_t unit = 0; unit < d->units; unit++)
    if (d->risk[unit] > most) most = d->risk[unit];
  return most;
}

static int64_t largest_entry(const Desk *d) {
  int64_t most = 0;
  for (int32_t unit = 0; unit < d->units; unit++) {
    int32_t team = d->unit_team[unit];
    if (team == FREE) continue;
    const int32_t *list = d->members + (int64_t)team * number(d, TEAM_ROOM);
    for (int32_t i = 0; i < d->count[team * d->kinds + SIZE]; i++) {
      int32_t risk = section(d, ENTRY_RISK)[section(d, CELL)[(int64_t)list[i] * d->units + unit]];
      if (risk > most) most = risk;
    }
  }
  return most;
}

static int64_t level_value(const Desk *d, int32_t level) {
  int64_t sum = 0;
  for (int32_t i = section(d, LEVEL_START)[level]; i < section(d, LEVEL_START)[level + 1]; i++) {
    int32_t term = section(d, LEVEL_TERM)[i];
    int64_t value = term == RISK_PEAK ? largest_risk(d) : term == RISK_MAX ? largest_entry(d) : d->term[term];
    sum += section(d, LEVEL_WEIGHT)[i] * value;
  }
  return sum;
}

/* Compares level by level, and notes the values where the roster is better than the best. */
static int is_better(const Desk *d, Best *best) {
  int better = !best->known;
  for (int32_t level = 0; level < number(d, LEVELS); level++) {
    int64_t value = level_value(d, level);
    if (!better && value > best->values[level]) return 0;
    if (value < best->values[level]) better = 1;
    if (better) best->values[level] = value;
  }
  return better;
}

static void touch(const Desk *d, Best *best) {
  for (int i = 0; i < d->changes; i++) {
    int32_t at = d->journal[i].id + (d->journal[i].unit ? d->people : 0);
    if (!best->moved[at]) best->moved[at] = 1, best->stale[best->count++] = at;
  }
}

static void keep(const Desk *d, Best *best) {
  for (; best->count > 0; best->count--) {
    int32_t at = best->stale[best->count - 1];
    best->moved[at] = 0;
    if (at >= d->people) {
      best->state[d->people + at] = d->unit_team[at - d->people];
    } else {
      best->state[at] = d->team_of[at];
      best->state[d->people + at] = d->role_of[at];
    }
  }
  best->known = 1;
}

static int64_t run(Desk *d, const int64_t *told, Best *best, const volatile int32_t *stop) {
  int64_t now = energy(d, told), moves = told[MOVES], step = 0;
  for (; step < moves; step++) {
    if (step % STOP_EVERY == 0 && *stop) break;
    int64_t heat = told[HEATS + step * HEAT_STEPS / moves];
    int64_t spread = d->term[SPREAD];
    d->hopeless = HOPELESS * heat;
    if (!try_move(d, told)) continue;
    int64_t after = energy(d, told);
    d->random ^= d->random << 13, d->random ^= d->random >> 7, d->random ^= d->random << 17;
    if ((after - now) * LOG_STEPS > heat * told[LOGS + (d->random >> 40 & LOG_MASK)]) {
      take_back(d, 0);
      d->term[SPREAD] = spread, d->loads_changed = 0;
      continue;
    }
    now = after;
    touch(d, best);
    if (!d->term[BREAKS] && is_better(d, best)) keep(d, best);
  }
  return step;
}

/* Anneals from `state` and leaves there the best legal roster found, `values` its levels, or the state as it was with
   found[0] = 0 where no legal one came by. found[1] is how many moves were made. Returns 0, or 1 without memory. */
int huibi_anneal(const int32_t *tape, int32_t *state, const int64_t *told, int64_t *values, int64_t *found,
                 const volatile int32_t *stop) {
  Desk *d = desk_open(tape, state, told);
  if (!d) return 1;
  Best best = {state, calloc((size_t)(d->people + d->units) + 1, 4), calloc((size_t)(d->people + d->units) + 1, 1), 0, values, 0};
  if (best.stale && best.moved) {
    d->random = (uint64_t)told[SEED] * 2654435769ULL + 88172645463325252ULL;
    if (!d->term[BREAKS]) is_better(d, &best), best.known = 1;
    found[1] = run(d, told, &best, stop);
    found[0] = best.known;
  }
  int failed = !(best.stale && best.moved);
  free(best.stale), free(best.moved);
  desk_close(d);
  return failed;
}

/* Counts the terms of a state, the broken rules last; the two largest are what they are. */
int huibi_count(const int32_t *tape, const int32_t *state, int64_t *terms) {
  const int64_t told[HEATS] = {0};
  Desk *d = desk_open(tape, state, told);
  if (!d) return 1;
  memcpy(terms, d->term, sizeof d->term);
  terms[RISK_PEAK] = largest_risk(d), terms[RISK_MAX] = largest_entry(d);
  desk_close(d);
  return 0;
}

/* Raised with every change of what is asked or answered: a library that was built before is not used. */
int huibi_edition(void) { return 2; }
