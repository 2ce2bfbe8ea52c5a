/* Charges for Lua's own functions. */
#ifndef HS_CHARGES_H
#define HS_CHARGES_H

#include "world.h"

/* Units for going through all texts among the arguments. */
int64_t hs_text_work(lua_State *L);
/* Called once per process for each of Lua's functions that may stay: what stands in its place. */
lua_CFunction hs_charged(const char *library, const char *name, lua_CFunction function);
/* The same for the functions that utf8.codes gives; false when a function of the list was never looked up. */
bool hs_learn_steps(lua_State *L);

#endif
