/* The compiler reads the files: arrays of Swift literals take it a minute for what takes it no time here. */
#include "CStdlib.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char callback[] = {
#embed "../../stdlib/callback.lua"
};
static const unsigned char check_digits[] = {
#embed "../../stdlib/check_digits.lua"
};
static const unsigned char collect[] = {
#embed "../../stdlib/collect.lua"
};
static const unsigned char conference[] = {
#embed "../../stdlib/conference.lua"
};
static const unsigned char conference_room[] = {
#embed "../../stdlib/conference_room.lua"
};
static const unsigned char dates[] = {
#embed "../../stdlib/dates.lua"
};
static const unsigned char flow[] = {
#embed "../../stdlib/flow.lua"
};
static const unsigned char flow_charts[] = {
#embed "../../stdlib/flow_charts.lua"
};
static const unsigned char flow_check[] = {
#embed "../../stdlib/flow_check.lua"
};
static const unsigned char flow_findings[] = {
#embed "../../stdlib/flow_findings.lua"
};
static const unsigned char flow_graph[] = {
#embed "../../stdlib/flow_graph.lua"
};
static const unsigned char flow_items[] = {
#embed "../../stdlib/flow_items.lua"
};
static const unsigned char flow_kinds[] = {
#embed "../../stdlib/flow_kinds.lua"
};
static const unsigned char flow_launch[] = {
#embed "../../stdlib/flow_launch.lua"
};
static const unsigned char flow_logic[] = {
#embed "../../stdlib/flow_logic.lua"
};
static const unsigned char flow_people[] = {
#embed "../../stdlib/flow_people.lua"
};
static const unsigned char flow_record[] = {
#embed "../../stdlib/flow_record.lua"
};
static const unsigned char flow_run[] = {
#embed "../../stdlib/flow_run.lua"
};
static const unsigned char flow_speech[] = {
#embed "../../stdlib/flow_speech.lua"
};
static const unsigned char flow_text[] = {
#embed "../../stdlib/flow_text.lua"
};
static const unsigned char flow_trial[] = {
#embed "../../stdlib/flow_trial.lua"
};
static const unsigned char flow_types[] = {
#embed "../../stdlib/flow_types.lua"
};
static const unsigned char flow_uses[] = {
#embed "../../stdlib/flow_uses.lua"
};
static const unsigned char flow_words[] = {
#embed "../../stdlib/flow_words.lua"
};
static const unsigned char hours[] = {
#embed "../../stdlib/hours.lua"
};
static const unsigned char menu[] = {
#embed "../../stdlib/menu.lua"
};
static const unsigned char music[] = {
#embed "../../stdlib/music.lua"
};
static const unsigned char numbers[] = {
#embed "../../stdlib/numbers.lua"
};
static const unsigned char numbers_codes[] = {
#embed "../../stdlib/numbers_codes.lua"
};
static const unsigned char numbers_formats[] = {
#embed "../../stdlib/numbers_formats.lua"
};
static const unsigned char options[] = {
#embed "../../stdlib/options.lua"
};
static const unsigned char queue[] = {
#embed "../../stdlib/queue.lua"
};
static const unsigned char queue_agents[] = {
#embed "../../stdlib/queue_agents.lua"
};
static const unsigned char queue_bell[] = {
#embed "../../stdlib/queue_bell.lua"
};
static const unsigned char queue_line[] = {
#embed "../../stdlib/queue_line.lua"
};
static const unsigned char queue_ring[] = {
#embed "../../stdlib/queue_ring.lua"
};
static const unsigned char queue_visit[] = {
#embed "../../stdlib/queue_visit.lua"
};
static const unsigned char retry[] = {
#embed "../../stdlib/retry.lua"
};
static const unsigned char schedule[] = {
#embed "../../stdlib/schedule.lua"
};
static const unsigned char text[] = {
#embed "../../stdlib/text.lua"
};
static const unsigned char text_en[] = {
#embed "../../stdlib/text_en.lua"
};
static const unsigned char text_es[] = {
#embed "../../stdlib/text_es.lua"
};
static const unsigned char text_pt[] = {
#embed "../../stdlib/text_pt.lua"
};
static const unsigned char transfer[] = {
#embed "../../stdlib/transfer.lua"
};
static const unsigned char voicemail[] = {
#embed "../../stdlib/voicemail.lua"
};
static const unsigned char zones[] = {
#embed "../../stdlib/zones.lua"
};
static const unsigned char zones_data[] = {
#embed "../../stdlib/zones_data.lua"
};

#define MODULE(name) { #name, name, sizeof name }

static const hs_stdlib_module modules[] = {
    MODULE(callback),
    MODULE(check_digits),
    MODULE(collect),
    MODULE(conference),
    MODULE(conference_room),
    MODULE(dates),
    MODULE(flow),
    MODULE(flow_charts),
    MODULE(flow_check),
    MODULE(flow_findings),
    MODULE(flow_graph),
    MODULE(flow_items),
    MODULE(flow_kinds),
    MODULE(flow_launch),
    MODULE(flow_logic),
    MODULE(flow_people),
    MODULE(flow_record),
    MODULE(flow_run),
    MODULE(flow_speech),
    MODULE(flow_text),
    MODULE(flow_trial),
    MODULE(flow_types),
    MODULE(flow_uses),
    MODULE(flow_words),
    MODULE(hours),
    MODULE(menu),
    MODULE(music),
    MODULE(numbers),
    MODULE(numbers_codes),
    MODULE(numbers_formats),
    MODULE(options),
    MODULE(queue),
    MODULE(queue_agents),
    MODULE(queue_bell),
    MODULE(queue_line),
    MODULE(queue_ring),
    MODULE(queue_visit),
    MODULE(retry),
    MODULE(schedule),
    MODULE(text),
    MODULE(text_en),
    MODULE(text_es),
    MODULE(text_pt),
    MODULE(transfer),
    MODULE(voicemail),
    MODULE(zones),
    MODULE(zones_data),
};

size_t hs_stdlib_count(void) { return sizeof modules / sizeof modules[0]; }
const hs_stdlib_module *hs_stdlib_first(void) { return modules; }
