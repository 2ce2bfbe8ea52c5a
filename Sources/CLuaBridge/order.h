/* The order in which a table's keys are gone through: the same in every run, where Lua's own follows addresses. */
#ifndef HS_ORDER_H
#define HS_ORDER_H

#include "world.h"

/* A key that can be compared. Its text belongs to the table. */
typedef struct {
    int rank; /* numbers, texts, false, true, objects of the host */
    uint32_t place; /* where the key itself lies */
    bool is_integer;
    union {
        lua_Integer integer; /* or an object's number */
        lua_Number number;
        const char *text;
    };
    size_t length; /* of a text; an object's class */
} hs_key;

/* Reads the key at an index; raises when it is of a kind that has no order. */
void hs_read_key(lua_State *L, int index, hs_key *key);
/* By bytes, the shorter first: as `<` has it in the C locale, whatever zero bytes there are. */
bool hs_text_is_before(const char *a, size_t a_length, const char *b, size_t b_length);
/* Charges the sorting of so many. */
void hs_charge_sort(lua_State *L, size_t count);
/* Whether a comes before b. */
bool hs_is_before(const hs_key *a, const hs_key *b);
/* Pushes a list of the keys of the table at an index, in order, and gives their number. Pushes nil when they are 1, 2,
 * 3, … without a gap. Charges the work. */
lua_Integer hs_push_keys(lua_State *L, int index);

#endif
