---@meta spec
-- The language of flow specs. Made by 'hookswitch types'; do not edit.

---A phone or a device in somebody's hand.
---@class spec.Phone
---@field number string Its number, or its raw id.
---@field call spec.Call? The call that it is in.
---@field state "idle"|"calling"|"ringing"|"in_call" What it does.
local Phone = {}

---A call as the service has it.
---@class spec.Call
---@field id string Its name in the emulator.
---@field state "ringing"|"connecting"|"connected"|"transferring"|"ended" How it stands.
---@field outcome string? How it ended; nil while it goes on.
---@field correlation_id string The trace id.
---@field server_call_id string The service's id.
---@field participants string[] The people in it.
---@field ringing string[] Who is rung.
---@field timeline table[] What happened: kind, text and seconds.
---@field session spec.Session? The session that has it.
local Call = {}

---One run of a flow.
---@class spec.Session
---@field id string Its name.
---@field flow string The flow that runs.
---@field call spec.Call? Its first call.
---@field calls spec.Call[] Its calls, oldest first.
---@field way string? How it ended: finished, failed or stopped.
---@field report string? Why, when it did not finish.
local Session = {}

---A sentence that must be so.
---@class spec.Expectation
local Expectation = {}

---Puts cases together under a name.
---@param name string What the cases are about.
---@param options function|{ at?: string|number, skip?: string, only?: boolean, allows_errors?: boolean, exact?: boolean, ends?: ("rejected"|"not_answered"|"cancelled"|"caller_hung_up"|"callee_hung_up"|"application_hung_up"|"removed"|"everyone_left"|"transferred"|"redirected"|"connect_failed"|"lost")[] } What holds for each of its cases that says nothing else; or the function.
---@param body? function Calls `it`, `before_each` and `describe`.
function describe(name, options, body) end

---One case: a story that must come about.
---@param name string What must be so, as a sentence.
---@param options function|{ at?: string|number, skip?: string, only?: boolean, allows_errors?: boolean, exact?: boolean, ends?: ("rejected"|"not_answered"|"cancelled"|"caller_hung_up"|"callee_hung_up"|"application_hung_up"|"removed"|"everyone_left"|"transferred"|"redirected"|"connect_failed"|"lost")[] } How it is run; or the function.
---@param body? function The story.
function it(name, options, body) end

---Runs before each case of this `describe`, outer ones first.
---@param body function What to do.
function before_each(body) end

---Runs after each case of this `describe` that went well, inner ones first.
---@param body function What to do.
function after_each(body) end

---A flow of the spec's own beside those of the folder, or in place of one of them; for this file.
---@param name string The flow's name, such as "menu".
---@param source string Its Lua text.
function given_flow(name, source) end

---A phone or a device in somebody's hand. Rung, it answers after half a second, unless it is told otherwise.
---@param number string|spec.Identifier Its number or raw id.
---@return spec.Phone # a phone
function phone(number) end

---@class spec.PhoneDialOptions
---@field display_name? string The caller's name.
---@field custom_context? table Tables `sip_headers` and `voip_headers`.

---Calls a number of the application.
---@param to string|spec.Identifier Who is called.
---@param options? spec.PhoneDialOptions What comes along.
---@return spec.Call # the call
function Phone:dial(to, options) end

---@class spec.PhoneJoinsPlace
---@field group_call_id? string The group call.
---@field room_id? string The room; made if there is none.

---Enters a group call or a room by itself.
---@param place spec.PhoneJoinsPlace Where to.
---@return spec.Call # the call
function Phone:joins(place) end

---@class spec.PhoneHearsOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.
---@field whole? boolean Whether to listen to its end; otherwise its beginning is enough.

---Waits until it hears a prompt: a part of its text, or a pattern. Each prompt is heard once.
---@param text string|table A part of the text, or `pattern "…"`.
---@param options? spec.PhoneHearsOptions How to listen.
function Phone:hears(text, options) end

---@class spec.PhonePressesOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.
---@field at_once? boolean Whether it does not wait for somebody to listen.

---Presses keys once somebody listens for them.
---@param keys string Such as "1" or "123#".
---@param options? spec.PhonePressesOptions How to press.
function Phone:presses(keys, options) end

---@class spec.PhoneSaysOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.
---@field at_once? boolean Whether it speaks as soon as it is in a call.

---Says something once somebody hears it: a person, a recognition, a transcription or a recording. What listens for keys does not mind it.
---@param text string The words.
---@param options? spec.PhoneSaysOptions How to say it.
function Phone:says(text, options) end

---Says and presses nothing: for so many seconds, or else until whoever listens to it has given up.
---@param seconds? number How long.
function Phone:stays_silent(seconds) end

---Puts down the call, or declines the one that rings it.
function Phone:hangs_up() end

---@class spec.PhoneRingsOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---Waits until it is rung.
---@param options? spec.PhoneRingsOptions How long to wait.
---@return spec.Call # the call that rings it
function Phone:rings(options) end

---@class spec.PhoneAnswersOptions
---@field after? number Seconds of ringing; 0.5 if not given.

---From now on it picks up when it is rung.
---@param options? spec.PhoneAnswersOptions When.
function Phone:answers(options) end

---Waits until it is rung, and picks up at once.
function Phone:picks_up() end

---@class spec.PhoneDeclinesOptions
---@field after? number Seconds of ringing; 0.5 if not given.

---From now on it declines when it is rung.
---@param options? spec.PhoneDeclinesOptions When.
function Phone:declines(options) end

---From now on it is in another call when it is rung.
function Phone:busy() end

---From now on it rings until the caller gives up.
function Phone:never_answers() end

---From now on it is switched off.
function Phone:unreachable() end

---From now on no carrier knows its number.
function Phone:invalid_number() end

---Lets time pass. What is due in it happens, each at its time.
---@param seconds number How long.
function advance(seconds) end

---The time of the spec.
---@return number # seconds since 1970
function now() end

---@class spec.LaunchOptions
---@field key? string Launching twice with it starts one.

---Starts a flow without a call: its `Launch` hooks get the parameters.
---@param flow string The flow's name.
---@param params? table What it gets as `event.params`.
---@param options? spec.LaunchOptions How.
---@return spec.Session # the session
function launch(flow, params, options) end

---@class spec.CrashOptions
---@field at? "event"|"kept"|"accepted"|"sent"|"left"|"answered"|"timer" Where, the next time that it comes there; now, if not given.
---@field nth? integer At which time of coming there; 1 if not given.
---@field down? number Seconds until the next process; 1 if not given.

---Kills the process that serves the flows, and starts another one later.
---@param options? spec.CrashOptions Where and for how long.
function crash(options) end

---From now on things go wrong at the service, by chance and by the seed; an empty table ends it.
---@param settings table Kinds with a chance, `true` or a table: `{ duplicate = 0.1, slow = { chance = 0.2, seconds = 3 } }`.
function faults(settings) end

---For so many seconds nothing that the runtime writes becomes durable.
---@param seconds number How long.
function store_stalls(seconds) end

---For so many seconds the process stands still, as after SIGSTOP; what comes in waits.
---@param seconds number How long.
function runtime_freezes(seconds) end

---The runtime's clock jumps by so many seconds, either way; the service's does not.
---@param seconds number How far.
function clock_jumps(seconds) end

---All calls so far, oldest first.
---@return spec.Call[] # a list of calls
function calls() end

---All sessions of the runtime so far, oldest first.
---@return spec.Session[] # a list of sessions
function sessions() end

---What flows and runtime logged so far.
---@return table[] # a list of tables with level, message and fields
function logs() end

---A Lua pattern where a text may stand.
---@param text string Such as "press %d".
---@return any # what `hears` and the like take
function pattern(text) end

---Notes something in the story, which a failure shows.
---@param value? any What to note.
---@param more? any And what else.
---@param and_more? any And what else.
function print(value, more, and_more) end

---@class spec.HttpAnswersRule
---@field method? string Such as "POST"; any if not given.
---@field url string|table The address, with or without its query, or a pattern.
---@field reply? function|{ status?: integer, json?: any, body?: string, headers?: table<string, string>, after?: number } The answer; or a function that gets the request and returns one.
---@field fault? "timeout"|"refused"|"cut" There is no answer: this happens.
---@field live? boolean The real server answers, wherever it is.
---@field times? integer How many requests are answered so; all if not given.

---Servers answer such requests of flows so; of several that fit the newest counts. What nothing answers fails the case.
---@param rule spec.HttpAnswersRule Which requests and what answer.
function http_answers(rule) end

---The store of flows has these entries from now on.
---@param entries table Values by name.
function store_has(entries) end

---What the store of flows has under a name, as of now.
---@param key string The entry's name.
---@return any # the value, nil when there is none
function stored(key) end

---Wakes the session: its `Signal` hooks and waits get name and data.
---@param name string What is signalled.
---@param data? any What comes along.
function Session:signal(name, data) end

---Begins a sentence about a value, a call, a phone or a session.
---@param subject? any What the sentence is about.
---@return spec.Expectation # an expectation
function expect(subject) end

---It is this value; tables are compared by what is in them.
---@param value? any The value to compare with.
function Expectation:equals(value) end

---It is not this value.
---@param value? any The value to compare with.
function Expectation:differs_from(value) end

---A text has this part, or a list this item.
---@param value? any The value to compare with.
function Expectation:contains(value) end

---A text fits a Lua pattern.
---@param pattern string Such as "^%d+$".
function Expectation:matches(pattern) end

---There is nothing.
function Expectation:is_nil() end

---It is true, not only something.
function Expectation:is_true() end

---It is false, not nil.
function Expectation:is_false() end

---A number is greater.
---@param bound number The number to compare with.
function Expectation:is_above(bound) end

---A number is less.
---@param bound number The number to compare with.
function Expectation:is_below(bound) end

---@class spec.ExpectationIsConnectedOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The call is up, or comes up in time.
---@param options? spec.ExpectationIsConnectedOptions How long to wait for it.
function Expectation:is_connected(options) end

---@class spec.ExpectationHasEndedOptions
---@field how? "rejected"|"not_answered"|"cancelled"|"caller_hung_up"|"callee_hung_up"|"application_hung_up"|"removed"|"everyone_left"|"transferred"|"redirected"|"connect_failed"|"lost" Who or what ended it.
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The call is over, or ends in time.
---@param options? spec.ExpectationHasEndedOptions How it ended.
function Expectation:has_ended(options) end

---The call is not over, and is not for so many seconds.
---@param seconds? number How long; 0 if not given.
function Expectation:goes_on(seconds) end

---@class spec.ExpectationHasParticipantsOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---These people are in the call, and nobody else, now or in time; in any order. The application is not counted.
---@param participants (any)[] Phones, numbers or raw ids.
---@param options? spec.ExpectationHasParticipantsOptions How long to wait for it.
function Expectation:has_participants(participants, options) end

---@class spec.ExpectationHasTimelineOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---These happened in the call, in this order, whatever happened in between.
---@param entries (any)[] Words of entries ("answered"), or parts of their texts, or patterns.
---@param options? spec.ExpectationHasTimelineOptions How long to wait for it.
function Expectation:has_timeline(entries, options) end

---@class spec.ExpectationIsInCallOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The phone is in a call that is up, now or in time.
---@param options? spec.ExpectationIsInCallOptions How long to wait for it.
function Expectation:is_in_call(options) end

---@class spec.ExpectationIsFreeOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The phone is in no call and is not rung, now or in time.
---@param options? spec.ExpectationIsFreeOptions How long to wait for it.
function Expectation:is_free(options) end

---@class spec.ExpectationSpeaksWithOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---Both phones are in the same call, now or in time. Whom a transfer has sent away is followed no further.
---@param other any A phone or a number.
---@param options? spec.ExpectationSpeaksWithOptions How long to wait for it.
function Expectation:speaks_with(other, options) end

---The phone has heard a prompt at any time before.
---@param text string|table A part of the text, or `pattern "…"`.
function Expectation:heard(text) end

---The phone has not heard such a prompt so far.
---@param text string|table A part of the text, or `pattern "…"`.
function Expectation:did_not_hear(text) end

---@class spec.ExpectationSentOptions
---@field times? integer How often, exactly, up to the end of the case.
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The flow has asked the service for this, or does so in time.
---@param action "add_participant"|"answer"|"cancel_add_participant"|"cancel_all_media"|"connect_call"|"create_call"|"get_participant"|"hang_up"|"hold"|"http"|"interrupt_audio_and_announce"|"list_participants"|"move_participants"|"mute_participant"|"pause_recording"|"play"|"properties"|"recognize"|"recording_state"|"redirect"|"reject"|"remove_participant"|"resume_recording"|"send_dtmf"|"start_continuous_dtmf"|"start_media_streaming"|"start_recording"|"start_transcription"|"stop_continuous_dtmf"|"stop_media_streaming"|"stop_recording"|"stop_transcription"|"store"|"transfer"|"unhold"|"unmute_participant"|"update_transcription" As flows write it: "transfer"; or "http" or "store".
---@param fields? table What the action has, among other things: `{ target = "+1…", text = "…" }`.
---@param options? spec.ExpectationSentOptions How often and when.
function Expectation:sent(action, fields, options) end

---The flow has not asked the service for this so far.
---@param action "add_participant"|"answer"|"cancel_add_participant"|"cancel_all_media"|"connect_call"|"create_call"|"get_participant"|"hang_up"|"hold"|"http"|"interrupt_audio_and_announce"|"list_participants"|"move_participants"|"mute_participant"|"pause_recording"|"play"|"properties"|"recognize"|"recording_state"|"redirect"|"reject"|"remove_participant"|"resume_recording"|"send_dtmf"|"start_continuous_dtmf"|"start_media_streaming"|"start_recording"|"start_transcription"|"stop_continuous_dtmf"|"stop_media_streaming"|"stop_recording"|"stop_transcription"|"store"|"transfer"|"unhold"|"unmute_participant"|"update_transcription" As flows write it: "transfer"; or "http" or "store".
---@param fields? table What the action has, among other things: `{ target = "+1…", text = "…" }`.
function Expectation:did_not_send(action, fields) end

---The flow has not asked the service for this, and does not until the case ends.
---@param action "add_participant"|"answer"|"cancel_add_participant"|"cancel_all_media"|"connect_call"|"create_call"|"get_participant"|"hang_up"|"hold"|"http"|"interrupt_audio_and_announce"|"list_participants"|"move_participants"|"mute_participant"|"pause_recording"|"play"|"properties"|"recognize"|"recording_state"|"redirect"|"reject"|"remove_participant"|"resume_recording"|"send_dtmf"|"start_continuous_dtmf"|"start_media_streaming"|"start_recording"|"start_transcription"|"stop_continuous_dtmf"|"stop_media_streaming"|"stop_recording"|"stop_transcription"|"store"|"transfer"|"unhold"|"unmute_participant"|"update_transcription" As flows write it: "transfer"; or "http" or "store".
---@param fields? table What the action has, among other things: `{ target = "+1…", text = "…" }`.
function Expectation:never_sends(action, fields) end

---@class spec.ExpectationSentInOrderOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The flow asked for these in this order, whatever it asked for in between.
---@param actions (string)[] Names of actions.
---@param options? spec.ExpectationSentInOrderOptions How long to wait for it.
function Expectation:sent_in_order(actions, options) end

---@class spec.ExpectationLoggedOptions
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The flow has logged this, or does so in time.
---@param message string A part of the sentence.
---@param fields? table Fields that the line has, among others.
---@param options? spec.ExpectationLoggedOptions How long to wait for it.
function Expectation:logged(message, fields, options) end

---The flow has not logged this so far.
---@param message string A part of the sentence.
---@param fields? table Fields that the line has, among others.
function Expectation:did_not_log(message, fields) end

---The flow has not logged this, and does not until the case ends.
---@param message string A part of the sentence.
---@param fields? table Fields that the line has, among others.
function Expectation:never_logs(message, fields) end

---@class spec.ExpectationIsOverOptions
---@field way? "finished"|"failed"|"stopped" How.
---@field within? number Seconds of the spec's time to wait at most; 30 if not given.

---The session has ended, or does so in time.
---@param options? spec.ExpectationIsOverOptions How it ended.
function Expectation:is_over(options) end

