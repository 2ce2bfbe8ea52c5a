---@meta hookswitch
-- The language of flows. Made by 'hookswitch types'; do not edit.

---A call of the session.
---@class hookswitch.Call
---@field from string? Who calls: a number or a raw id.
---@field to string? Who is called.
---@field other_party string? The one at the other end, whoever called.
---@field caller_display_name string? The caller's name, where the service knows it.
---@field correlation_id string? The trace id.
---@field server_call_id string? The service's id.
---@field call_connection_id string? The id of this connection.
---@field state string How it stands: "ringing", "connecting", "connected", "disconnected", …
---@field data table What the flow keeps with the call.
local Call = {}

---This run of the flow.
---@class hookswitch.Session
---@field id string Its name, which `signal` takes.
---@field flow string The name of the flow.
local Session = {}

---Something that goes on: `wait = false` gives it.
---@class hookswitch.Operation
local Operation = {}

---A function that runs beside others.
---@class hookswitch.Task
local Task = {}

---A recording of a call.
---@class hookswitch.Recording
---@field id string The service's id of the recording.
local Recording = {}

---Events for a loop: `for event in call:events "…" do`.
---@class hookswitch.Events
local Events = {}

---A secret that no flow can read; `bearer = http.secret("NAME")`.
---@class hookswitch.Secret
local Secret = {}

---A Lua pattern as a condition of a filter.
---@class hookswitch.Pattern
local Pattern = {}

---Why an action had no success.
---@class hookswitch.Failure
---@field reason "busy"|"declined"|"unreachable"|"no_answer"|"not_found"|"forbidden"|"cancelled"|"timeout"|"initial_silence"|"inter_tone_timeout"|"no_match"|"wrong_tone"|"not_understood"|"prompt_failed"|"speech_service_refused"|"not_established"|"wrong_state"|"conflict"|"incompatible_media"|"invalid_request"|"unauthorized"|"throttled"|"unavailable"|"service_error"|"not_sent"|"outcome_unknown"|"refused_address"|"too_large"|"malformed"|"call_ended"|"not_supported"|"failed" One word, to compare.
---@field code integer? The service's code.
---@field sub_code integer? The service's sub-code.
---@field message string What happened, in words.
---@field remedy string? What to do.
---@field event hookswitch.Event? The event that told of it.
local Failure = {}

---Who somebody is.
---@class hookswitch.Identifier
---@field kind string Such as "phone_number" or "communication_user".
---@field raw_id string Such as "4:+18005550199".
---@field phone_number string? Of a phone.
---@field id string? Of a communication user.
---@field user_id string? Of a Teams user.
---@field app_id string? Of a Teams app.
---@field tenant_id string? Of a Teams phone extension.
---@field resource_id string? Of a Teams phone extension.
---@field cloud string? Of Teams.
---@field is_anonymous boolean? Whether the caller hides.
---@field asserted_id string? What tells anonymous callers apart.
local Identifier = {}

---What happened.
---@class hookswitch.Event
---@field name string The event's name.
---@field id string Its id.
---@field time string? When the service sent it.
---@field raw string The payload as JSON.
---@field call_connection_id string? The connection that it is about.
---@field server_call_id string? The call that it is about.
---@field correlation_id string? The trace id.
---@field operation_context string? What the action was given as operation_context.
local Event = {}

---An event of the service.
---@class hookswitch.IncomingCall : hookswitch.Event
---@field caller_display_name? string
---@field custom_context? { sip_headers?: table, voip_headers?: table }
---@field from? hookswitch.Identifier
---@field incoming_call_context? string
---@field on_behalf_of_callee? hookswitch.Identifier
---@field to? hookswitch.Identifier
local IncomingCall = {}

---An event of the service.
---@class hookswitch.CallConnected : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CallConnected = {}

---An event of the service.
---@class hookswitch.CallDisconnected : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CallDisconnected = {}

---An event of the service.
---@class hookswitch.CreateCallFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CreateCallFailed = {}

---An event of the service.
---@class hookswitch.AnswerFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local AnswerFailed = {}

---An event of the service.
---@class hookswitch.ConnectFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local ConnectFailed = {}

---An event of the service.
---@class hookswitch.ParticipantsUpdated : hookswitch.Event
---@field event_source? any
---@field participants? { identifier?: hookswitch.Identifier, is_muted?: boolean, is_on_hold?: boolean }[]
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field sequence_number? integer
---@field version? any
local ParticipantsUpdated = {}

---An event of the service.
---@class hookswitch.AddParticipantSucceeded : hookswitch.Event
---@field event_source? any
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local AddParticipantSucceeded = {}

---An event of the service.
---@class hookswitch.AddParticipantFailed : hookswitch.Event
---@field event_source? any
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local AddParticipantFailed = {}

---An event of the service.
---@class hookswitch.CancelAddParticipantSucceeded : hookswitch.Event
---@field event_source? any
---@field invitation_id? string
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CancelAddParticipantSucceeded = {}

---An event of the service.
---@class hookswitch.CancelAddParticipantFailed : hookswitch.Event
---@field event_source? any
---@field invitation_id? string
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CancelAddParticipantFailed = {}

---An event of the service.
---@class hookswitch.RemoveParticipantSucceeded : hookswitch.Event
---@field event_source? any
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local RemoveParticipantSucceeded = {}

---An event of the service.
---@class hookswitch.RemoveParticipantFailed : hookswitch.Event
---@field event_source? any
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local RemoveParticipantFailed = {}

---An event of the service.
---@class hookswitch.MoveParticipantSucceeded : hookswitch.Event
---@field event_source? any
---@field from_call? string
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local MoveParticipantSucceeded = {}

---An event of the service.
---@class hookswitch.MoveParticipantFailed : hookswitch.Event
---@field event_source? any
---@field from_call? string
---@field participant? hookswitch.Identifier
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local MoveParticipantFailed = {}

---An event of the service.
---@class hookswitch.CallTransferAccepted : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field transfer_target? hookswitch.Identifier
---@field transferee? hookswitch.Identifier
---@field version? any
local CallTransferAccepted = {}

---An event of the service.
---@class hookswitch.CallTransferFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local CallTransferFailed = {}

---An event of the service.
---@class hookswitch.PlayStarted : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local PlayStarted = {}

---An event of the service.
---@class hookswitch.PlayCompleted : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local PlayCompleted = {}

---An event of the service.
---@class hookswitch.PlayFailed : hookswitch.Event
---@field event_source? any
---@field failed_play_source_index? integer
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local PlayFailed = {}

---An event of the service.
---@class hookswitch.PlayCanceled : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local PlayCanceled = {}

---An event of the service.
---@class hookswitch.RecognizeCompleted : hookswitch.Event
---@field choice_result? { confidence?: number, label?: string, recognized_phrase?: string }
---@field dtmf_result? { tones?: ("zero"|"one"|"two"|"three"|"four"|"five"|"six"|"seven"|"eight"|"nine"|"a"|"b"|"c"|"d"|"pound"|"asterisk")[] }
---@field event_source? any
---@field public_event_type? any
---@field recognition_type? "dtmf"|"speech"|"choices"
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field speech_result? { confidence?: number, speech?: string }
---@field version? any
local RecognizeCompleted = {}

---An event of the service.
---@class hookswitch.RecognizeFailed : hookswitch.Event
---@field event_source? any
---@field failed_play_source_index? integer
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local RecognizeFailed = {}

---An event of the service.
---@class hookswitch.RecognizeCanceled : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local RecognizeCanceled = {}

---An event of the service.
---@class hookswitch.ContinuousDtmfRecognitionToneReceived : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field sequence_id? integer
---@field tone? "zero"|"one"|"two"|"three"|"four"|"five"|"six"|"seven"|"eight"|"nine"|"a"|"b"|"c"|"d"|"pound"|"asterisk"
---@field version? any
local ContinuousDtmfRecognitionToneReceived = {}

---An event of the service.
---@class hookswitch.ContinuousDtmfRecognitionToneFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local ContinuousDtmfRecognitionToneFailed = {}

---An event of the service.
---@class hookswitch.ContinuousDtmfRecognitionStopped : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local ContinuousDtmfRecognitionStopped = {}

---An event of the service.
---@class hookswitch.SendDtmfTonesCompleted : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local SendDtmfTonesCompleted = {}

---An event of the service.
---@class hookswitch.SendDtmfTonesFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local SendDtmfTonesFailed = {}

---An event of the service.
---@class hookswitch.HoldFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local HoldFailed = {}

---An event of the service.
---@class hookswitch.TranscriptionStarted : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field transcription_update? { transcription_status?: "transcription_started"|"transcription_failed"|"transcription_resumed"|"transcription_updated"|"transcription_stopped"|"unspecified_error", transcription_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"transcription_locale_updated" }
---@field version? any
local TranscriptionStarted = {}

---An event of the service.
---@class hookswitch.TranscriptionStopped : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field transcription_update? { transcription_status?: "transcription_started"|"transcription_failed"|"transcription_resumed"|"transcription_updated"|"transcription_stopped"|"unspecified_error", transcription_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"transcription_locale_updated" }
---@field version? any
local TranscriptionStopped = {}

---An event of the service.
---@class hookswitch.TranscriptionUpdated : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field transcription_update? { transcription_status?: "transcription_started"|"transcription_failed"|"transcription_resumed"|"transcription_updated"|"transcription_stopped"|"unspecified_error", transcription_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"transcription_locale_updated" }
---@field version? any
local TranscriptionUpdated = {}

---An event of the service.
---@class hookswitch.TranscriptionFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field transcription_update? { transcription_status?: "transcription_started"|"transcription_failed"|"transcription_resumed"|"transcription_updated"|"transcription_stopped"|"unspecified_error", transcription_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"transcription_locale_updated" }
---@field version? any
local TranscriptionFailed = {}

---An event of the service.
---@class hookswitch.MediaStreamingStarted : hookswitch.Event
---@field event_source? any
---@field media_streaming_update? { content_type?: string, media_streaming_status?: "media_streaming_started"|"media_streaming_failed"|"media_streaming_stopped"|"unspecified_error", media_streaming_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"initial_web_socket_connection_failed" }
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local MediaStreamingStarted = {}

---An event of the service.
---@class hookswitch.MediaStreamingStopped : hookswitch.Event
---@field event_source? any
---@field media_streaming_update? { content_type?: string, media_streaming_status?: "media_streaming_started"|"media_streaming_failed"|"media_streaming_stopped"|"unspecified_error", media_streaming_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"initial_web_socket_connection_failed" }
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local MediaStreamingStopped = {}

---An event of the service.
---@class hookswitch.MediaStreamingFailed : hookswitch.Event
---@field event_source? any
---@field media_streaming_update? { content_type?: string, media_streaming_status?: "media_streaming_started"|"media_streaming_failed"|"media_streaming_stopped"|"unspecified_error", media_streaming_status_details?: "subscription_started"|"stream_connection_reestablished"|"stream_connection_unsuccessful"|"stream_url_missing"|"service_shutdown"|"stream_connection_interrupted"|"speech_services_connection_error"|"subscription_stopped"|"unspecified_error"|"authentication_failure"|"bad_request"|"too_many_requests"|"forbidden"|"service_timeout"|"initial_web_socket_connection_failed" }
---@field public_event_type? any
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local MediaStreamingFailed = {}

---An event of the service.
---@class hookswitch.RecordingStateChanged : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field recording_id? string
---@field recording_kind? "azure_communication_services"|"teams"|"teams_compliance"
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field start_date_time? string
---@field state? "active"|"inactive"
---@field version? any
local RecordingStateChanged = {}

---An event of the service.
---@class hookswitch.StartRecordingFailed : hookswitch.Event
---@field event_source? any
---@field public_event_type? any
---@field recording_id? string
---@field result_information? { code?: integer, message?: string, q850_details?: { code?: integer, message?: string }, sip_details?: { code?: integer, message?: string }, sub_code?: integer }
---@field version? any
local StartRecordingFailed = {}

---An event of the service.
---@class hookswitch.CallStarted : hookswitch.Event
---@field group? { id?: string }
---@field is_rooms_call? boolean
---@field is_two_party? boolean
---@field room? { id?: string }
---@field started_by? { communication_identifier?: hookswitch.Identifier, role?: string }
local CallStarted = {}

---An event of the service.
---@class hookswitch.CallEnded : hookswitch.Event
---@field call_duration_in_seconds? number
---@field ended_by? { communication_identifier?: hookswitch.Identifier, name?: string, type?: "Participant"|"MicrosoftInternal" }
---@field group? { id?: string }
---@field is_rooms_call? boolean
---@field is_two_party? boolean
---@field reason? { code?: integer, phrase?: string, sub_code?: integer }
---@field room? { id?: string }
---@field started_by? { communication_identifier?: hookswitch.Identifier, role?: string }
local CallEnded = {}

---An event of the service.
---@class hookswitch.CallParticipantAdded : hookswitch.Event
---@field display_name? string
---@field group? { id?: string }
---@field is_rooms_call? boolean
---@field is_two_party? boolean
---@field participant_id? string
---@field room? { id?: string }
---@field started_by? { communication_identifier?: hookswitch.Identifier, role?: string }
---@field user? { communication_identifier?: hookswitch.Identifier, role?: string }
---@field user_agent? string
local CallParticipantAdded = {}

---An event of the service.
---@class hookswitch.CallParticipantRemoved : hookswitch.Event
---@field display_name? string
---@field group? { id?: string }
---@field is_rooms_call? boolean
---@field is_two_party? boolean
---@field participant_id? string
---@field room? { id?: string }
---@field started_by? { communication_identifier?: hookswitch.Identifier, role?: string }
---@field user? { communication_identifier?: hookswitch.Identifier, role?: string }
---@field user_agent? string
local CallParticipantRemoved = {}

---An event of the service.
---@class hookswitch.RecordingFileStatusUpdated : hookswitch.Event
---@field recording_channel_type? "Mixed"|"Unmixed"
---@field recording_content_type? "AudioVideo"|"Audio"
---@field recording_duration_ms? integer
---@field recording_format_type? "Wav"|"Mp3"|"Mp4"
---@field recording_start_time? string
---@field recording_storage_info? { recording_chunks?: { content_location?: string, delete_location?: string, document_id?: string, end_reason?: string, index?: integer, metadata_location?: string }[] }
---@field session_end_reason? string
local RecordingFileStatusUpdated = {}

---A message of a stream.
---@class hookswitch.TranscriptionMetadata : hookswitch.Event
---@field locale? string
---@field subscription_id? string
local TranscriptionMetadata = {}

---A message of a stream.
---@class hookswitch.TranscriptionData : hookswitch.Event
---@field confidence? number
---@field duration? integer
---@field format? any
---@field offset? integer
---@field participant? hookswitch.Identifier
---@field result_status? "intermediate"|"final"
---@field text? string
---@field words? table[]
local TranscriptionData = {}

---A message of a stream.
---@class hookswitch.AudioMetadata : hookswitch.Event
---@field channels? integer
---@field encoding? string
---@field length? integer
---@field sample_rate? integer
---@field subscription_id? any
local AudioMetadata = {}

---A message of a stream.
---@class hookswitch.DtmfData : hookswitch.Event
---@field participant? hookswitch.Identifier
---@field tone? string
local DtmfData = {}

---An event of Hookswitch.
---@class hookswitch.Launch : hookswitch.Event
---@field params? table
---@field session? string
local Launch = {}

---An event of Hookswitch.
---@class hookswitch.Signal : hookswitch.Event
---@field data? any
---@field signal? string
local Signal = {}

---An event of Hookswitch.
---@class hookswitch.Restart : hookswitch.Event
---@field calls? hookswitch.Call[]
---@field data? table
---@field handler? string
local Restart = {}

---An event of Hookswitch.
---@class hookswitch.FlowError : hookswitch.Event
---@field file? string
---@field line? integer
---@field message? string
---@field traceback? string
local FlowError = {}

---@type table<string, string>
config = {}

---@type hookswitch.Session
session = {}

log = {}

http = {}

store = {}

json = {}

url = {}

---@class hookswitch.FlowSettings
---@field locale? string The language of texts, such as "en-US".
---@field voice? string The voice of texts, such as "en-US-AvaNeural".
---@field voice_kind? "male"|"female" The kind of voice, if none is named.
---@field caller_id? string|hookswitch.Identifier The number shown to phones that the flow calls.
---@field ai_resource? string The address of the AI resource that speaks text.
---@field idle? number Seconds a call may be left alone; 60 by default.
---@field linger? number Seconds to go on after the last call; 300.
---@field on_unknown? "repeat"|"skip"|"fail" When nobody knows whether a prompt was heard: "repeat" (default), "skip" or "fail".
---@field on_stopped? "hang_up"|"leave"|{ transfer: string|hookswitch.Identifier } What becomes of calls when the session has to be stopped; "hang_up" by default.
---@field on_failure? { text?: string, file?: string } What a caller hears when the flow failed.

---Says how this flow speaks and behaves. Called once, at the top of its main file.
---@param settings hookswitch.FlowSettings Its settings.
function flow(settings) end

---Registers a handler for an event of the service, "*", or Launch, Signal, Restart, FlowError.
---@param event string The event's name, such as "IncomingCall".
---@param filter? function|table Fields the event must have; or the handler.
---@param handler? function Called with the call and the event.
---@overload fun(event: "*", handler: fun(call: hookswitch.Call, event: hookswitch.Event))
---@overload fun(event: "*", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.Event))
---@overload fun(event: "IncomingCall", handler: fun(call: hookswitch.Call, event: hookswitch.IncomingCall))
---@overload fun(event: "IncomingCall", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.IncomingCall))
---@overload fun(event: "CallConnected", handler: fun(call: hookswitch.Call, event: hookswitch.CallConnected))
---@overload fun(event: "CallConnected", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallConnected))
---@overload fun(event: "CallDisconnected", handler: fun(call: hookswitch.Call, event: hookswitch.CallDisconnected))
---@overload fun(event: "CallDisconnected", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallDisconnected))
---@overload fun(event: "CreateCallFailed", handler: fun(call: hookswitch.Call, event: hookswitch.CreateCallFailed))
---@overload fun(event: "CreateCallFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CreateCallFailed))
---@overload fun(event: "AnswerFailed", handler: fun(call: hookswitch.Call, event: hookswitch.AnswerFailed))
---@overload fun(event: "AnswerFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.AnswerFailed))
---@overload fun(event: "ConnectFailed", handler: fun(call: hookswitch.Call, event: hookswitch.ConnectFailed))
---@overload fun(event: "ConnectFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.ConnectFailed))
---@overload fun(event: "ParticipantsUpdated", handler: fun(call: hookswitch.Call, event: hookswitch.ParticipantsUpdated))
---@overload fun(event: "ParticipantsUpdated", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.ParticipantsUpdated))
---@overload fun(event: "AddParticipantSucceeded", handler: fun(call: hookswitch.Call, event: hookswitch.AddParticipantSucceeded))
---@overload fun(event: "AddParticipantSucceeded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.AddParticipantSucceeded))
---@overload fun(event: "AddParticipantFailed", handler: fun(call: hookswitch.Call, event: hookswitch.AddParticipantFailed))
---@overload fun(event: "AddParticipantFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.AddParticipantFailed))
---@overload fun(event: "CancelAddParticipantSucceeded", handler: fun(call: hookswitch.Call, event: hookswitch.CancelAddParticipantSucceeded))
---@overload fun(event: "CancelAddParticipantSucceeded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CancelAddParticipantSucceeded))
---@overload fun(event: "CancelAddParticipantFailed", handler: fun(call: hookswitch.Call, event: hookswitch.CancelAddParticipantFailed))
---@overload fun(event: "CancelAddParticipantFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CancelAddParticipantFailed))
---@overload fun(event: "RemoveParticipantSucceeded", handler: fun(call: hookswitch.Call, event: hookswitch.RemoveParticipantSucceeded))
---@overload fun(event: "RemoveParticipantSucceeded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RemoveParticipantSucceeded))
---@overload fun(event: "RemoveParticipantFailed", handler: fun(call: hookswitch.Call, event: hookswitch.RemoveParticipantFailed))
---@overload fun(event: "RemoveParticipantFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RemoveParticipantFailed))
---@overload fun(event: "MoveParticipantSucceeded", handler: fun(call: hookswitch.Call, event: hookswitch.MoveParticipantSucceeded))
---@overload fun(event: "MoveParticipantSucceeded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.MoveParticipantSucceeded))
---@overload fun(event: "MoveParticipantFailed", handler: fun(call: hookswitch.Call, event: hookswitch.MoveParticipantFailed))
---@overload fun(event: "MoveParticipantFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.MoveParticipantFailed))
---@overload fun(event: "CallTransferAccepted", handler: fun(call: hookswitch.Call, event: hookswitch.CallTransferAccepted))
---@overload fun(event: "CallTransferAccepted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallTransferAccepted))
---@overload fun(event: "CallTransferFailed", handler: fun(call: hookswitch.Call, event: hookswitch.CallTransferFailed))
---@overload fun(event: "CallTransferFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallTransferFailed))
---@overload fun(event: "PlayStarted", handler: fun(call: hookswitch.Call, event: hookswitch.PlayStarted))
---@overload fun(event: "PlayStarted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.PlayStarted))
---@overload fun(event: "PlayCompleted", handler: fun(call: hookswitch.Call, event: hookswitch.PlayCompleted))
---@overload fun(event: "PlayCompleted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.PlayCompleted))
---@overload fun(event: "PlayFailed", handler: fun(call: hookswitch.Call, event: hookswitch.PlayFailed))
---@overload fun(event: "PlayFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.PlayFailed))
---@overload fun(event: "PlayCanceled", handler: fun(call: hookswitch.Call, event: hookswitch.PlayCanceled))
---@overload fun(event: "PlayCanceled", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.PlayCanceled))
---@overload fun(event: "RecognizeCompleted", handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeCompleted))
---@overload fun(event: "RecognizeCompleted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeCompleted))
---@overload fun(event: "RecognizeFailed", handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeFailed))
---@overload fun(event: "RecognizeFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeFailed))
---@overload fun(event: "RecognizeCanceled", handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeCanceled))
---@overload fun(event: "RecognizeCanceled", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RecognizeCanceled))
---@overload fun(event: "ContinuousDtmfRecognitionToneReceived", handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionToneReceived))
---@overload fun(event: "ContinuousDtmfRecognitionToneReceived", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionToneReceived))
---@overload fun(event: "ContinuousDtmfRecognitionToneFailed", handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionToneFailed))
---@overload fun(event: "ContinuousDtmfRecognitionToneFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionToneFailed))
---@overload fun(event: "ContinuousDtmfRecognitionStopped", handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionStopped))
---@overload fun(event: "ContinuousDtmfRecognitionStopped", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.ContinuousDtmfRecognitionStopped))
---@overload fun(event: "SendDtmfTonesCompleted", handler: fun(call: hookswitch.Call, event: hookswitch.SendDtmfTonesCompleted))
---@overload fun(event: "SendDtmfTonesCompleted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.SendDtmfTonesCompleted))
---@overload fun(event: "SendDtmfTonesFailed", handler: fun(call: hookswitch.Call, event: hookswitch.SendDtmfTonesFailed))
---@overload fun(event: "SendDtmfTonesFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.SendDtmfTonesFailed))
---@overload fun(event: "HoldFailed", handler: fun(call: hookswitch.Call, event: hookswitch.HoldFailed))
---@overload fun(event: "HoldFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.HoldFailed))
---@overload fun(event: "TranscriptionStarted", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionStarted))
---@overload fun(event: "TranscriptionStarted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionStarted))
---@overload fun(event: "TranscriptionStopped", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionStopped))
---@overload fun(event: "TranscriptionStopped", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionStopped))
---@overload fun(event: "TranscriptionUpdated", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionUpdated))
---@overload fun(event: "TranscriptionUpdated", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionUpdated))
---@overload fun(event: "TranscriptionFailed", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionFailed))
---@overload fun(event: "TranscriptionFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionFailed))
---@overload fun(event: "MediaStreamingStarted", handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingStarted))
---@overload fun(event: "MediaStreamingStarted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingStarted))
---@overload fun(event: "MediaStreamingStopped", handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingStopped))
---@overload fun(event: "MediaStreamingStopped", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingStopped))
---@overload fun(event: "MediaStreamingFailed", handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingFailed))
---@overload fun(event: "MediaStreamingFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.MediaStreamingFailed))
---@overload fun(event: "RecordingStateChanged", handler: fun(call: hookswitch.Call, event: hookswitch.RecordingStateChanged))
---@overload fun(event: "RecordingStateChanged", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RecordingStateChanged))
---@overload fun(event: "StartRecordingFailed", handler: fun(call: hookswitch.Call, event: hookswitch.StartRecordingFailed))
---@overload fun(event: "StartRecordingFailed", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.StartRecordingFailed))
---@overload fun(event: "CallStarted", handler: fun(call: hookswitch.Call, event: hookswitch.CallStarted))
---@overload fun(event: "CallStarted", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallStarted))
---@overload fun(event: "CallEnded", handler: fun(call: hookswitch.Call, event: hookswitch.CallEnded))
---@overload fun(event: "CallEnded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallEnded))
---@overload fun(event: "CallParticipantAdded", handler: fun(call: hookswitch.Call, event: hookswitch.CallParticipantAdded))
---@overload fun(event: "CallParticipantAdded", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallParticipantAdded))
---@overload fun(event: "CallParticipantRemoved", handler: fun(call: hookswitch.Call, event: hookswitch.CallParticipantRemoved))
---@overload fun(event: "CallParticipantRemoved", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.CallParticipantRemoved))
---@overload fun(event: "RecordingFileStatusUpdated", handler: fun(call: hookswitch.Call, event: hookswitch.RecordingFileStatusUpdated))
---@overload fun(event: "RecordingFileStatusUpdated", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.RecordingFileStatusUpdated))
---@overload fun(event: "TranscriptionMetadata", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionMetadata))
---@overload fun(event: "TranscriptionMetadata", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionMetadata))
---@overload fun(event: "TranscriptionData", handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionData))
---@overload fun(event: "TranscriptionData", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.TranscriptionData))
---@overload fun(event: "AudioMetadata", handler: fun(call: hookswitch.Call, event: hookswitch.AudioMetadata))
---@overload fun(event: "AudioMetadata", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.AudioMetadata))
---@overload fun(event: "DtmfData", handler: fun(call: hookswitch.Call, event: hookswitch.DtmfData))
---@overload fun(event: "DtmfData", filter: table, handler: fun(call: hookswitch.Call, event: hookswitch.DtmfData))
---@overload fun(event: "Launch", handler: fun(event: hookswitch.Launch))
---@overload fun(event: "Launch", filter: table, handler: fun(event: hookswitch.Launch))
---@overload fun(event: "Signal", handler: fun(call: hookswitch.Call?, event: hookswitch.Signal))
---@overload fun(event: "Signal", filter: table, handler: fun(call: hookswitch.Call?, event: hookswitch.Signal))
---@overload fun(event: "Restart", handler: fun(call: hookswitch.Call?, event: hookswitch.Restart))
---@overload fun(event: "Restart", filter: table, handler: fun(call: hookswitch.Call?, event: hookswitch.Restart))
---@overload fun(event: "FlowError", handler: fun(call: hookswitch.Call?, event: hookswitch.FlowError))
---@overload fun(event: "FlowError", filter: table, handler: fun(call: hookswitch.Call?, event: hookswitch.FlowError))
function on(event, filter, handler) end

---Makes a condition of a filter from a Lua pattern; a plain text is compared as it is.
---@param text string A Lua pattern, such as "^%+1800".
---@return hookswitch.Pattern # the condition
function pattern(text) end

---Loads a module: "std.…" (ours), "lib.…" (the flow's folder) or "shared.…".
---@param name string Such as "std.menu".
---@return any # what the module returned
function require(name) end

---The time of the event that is handled, in seconds since 1970. It stands still until the next wait.
---@return number # a number
function now() end

---Tells who a number, a raw id or a record of an event names; a wrong one is a mistake.
---@param who string|hookswitch.Identifier Such as "+18005550199" or "8:acs:…".
---@return table # { kind = "phone_number", raw_id = …, phone_number = "+…", … }
function identifier(who) end

---Starts a function beside this one; it goes on until it ends, or its session does.
---@param body function What to run.
---@return hookswitch.Task # a task with wait() and cancel()
function spawn(body) end

---Runs functions together and waits until every one has ended.
---@param functions (function)[] The functions, started in order.
---@return any # the first result of each
function all(functions) end

---Runs functions together until the first has ended; the others are cancelled.
---@param functions (function)[] The functions, started in order.
---@return number # the number of the first, then its results
function race(functions) end

---Runs a function under a time limit; when it is up, the function is cancelled.
---@param seconds number The limit.
---@param body function What to run.
---@return any # its results, or nil and err with reason "timeout"
---@return hookswitch.Failure? err
function within(seconds, body) end

---Waits until the task has ended.
---@return any # its results, or nil and err ("cancelled"); its error is raised
---@return hookswitch.Failure? err
function Task:wait() end

---Cancels the task: what it waits for raises "cancelled".
function Task:cancel() end

---Waits. It goes on when a call ends, and over a restart of the server.
---@param seconds number How long; 0.01 at least.
function sleep(seconds) end

---Waits for the next event of a name.
---@param event string The event's name, or "*".
---@param filter? table|number Fields it must have; or the limit.
---@param timeout? number Seconds; 300 by default.
---@return hookswitch.Event? # the event, or nil and err with reason "timeout"
---@return hookswitch.Failure? err
---@overload fun(event: "IncomingCall", filter?: table|number, timeout?: number): hookswitch.IncomingCall?, hookswitch.Failure?
---@overload fun(event: "CallConnected", filter?: table|number, timeout?: number): hookswitch.CallConnected?, hookswitch.Failure?
---@overload fun(event: "CallDisconnected", filter?: table|number, timeout?: number): hookswitch.CallDisconnected?, hookswitch.Failure?
---@overload fun(event: "CreateCallFailed", filter?: table|number, timeout?: number): hookswitch.CreateCallFailed?, hookswitch.Failure?
---@overload fun(event: "AnswerFailed", filter?: table|number, timeout?: number): hookswitch.AnswerFailed?, hookswitch.Failure?
---@overload fun(event: "ConnectFailed", filter?: table|number, timeout?: number): hookswitch.ConnectFailed?, hookswitch.Failure?
---@overload fun(event: "ParticipantsUpdated", filter?: table|number, timeout?: number): hookswitch.ParticipantsUpdated?, hookswitch.Failure?
---@overload fun(event: "AddParticipantSucceeded", filter?: table|number, timeout?: number): hookswitch.AddParticipantSucceeded?, hookswitch.Failure?
---@overload fun(event: "AddParticipantFailed", filter?: table|number, timeout?: number): hookswitch.AddParticipantFailed?, hookswitch.Failure?
---@overload fun(event: "CancelAddParticipantSucceeded", filter?: table|number, timeout?: number): hookswitch.CancelAddParticipantSucceeded?, hookswitch.Failure?
---@overload fun(event: "CancelAddParticipantFailed", filter?: table|number, timeout?: number): hookswitch.CancelAddParticipantFailed?, hookswitch.Failure?
---@overload fun(event: "RemoveParticipantSucceeded", filter?: table|number, timeout?: number): hookswitch.RemoveParticipantSucceeded?, hookswitch.Failure?
---@overload fun(event: "RemoveParticipantFailed", filter?: table|number, timeout?: number): hookswitch.RemoveParticipantFailed?, hookswitch.Failure?
---@overload fun(event: "MoveParticipantSucceeded", filter?: table|number, timeout?: number): hookswitch.MoveParticipantSucceeded?, hookswitch.Failure?
---@overload fun(event: "MoveParticipantFailed", filter?: table|number, timeout?: number): hookswitch.MoveParticipantFailed?, hookswitch.Failure?
---@overload fun(event: "CallTransferAccepted", filter?: table|number, timeout?: number): hookswitch.CallTransferAccepted?, hookswitch.Failure?
---@overload fun(event: "CallTransferFailed", filter?: table|number, timeout?: number): hookswitch.CallTransferFailed?, hookswitch.Failure?
---@overload fun(event: "PlayStarted", filter?: table|number, timeout?: number): hookswitch.PlayStarted?, hookswitch.Failure?
---@overload fun(event: "PlayCompleted", filter?: table|number, timeout?: number): hookswitch.PlayCompleted?, hookswitch.Failure?
---@overload fun(event: "PlayFailed", filter?: table|number, timeout?: number): hookswitch.PlayFailed?, hookswitch.Failure?
---@overload fun(event: "PlayCanceled", filter?: table|number, timeout?: number): hookswitch.PlayCanceled?, hookswitch.Failure?
---@overload fun(event: "RecognizeCompleted", filter?: table|number, timeout?: number): hookswitch.RecognizeCompleted?, hookswitch.Failure?
---@overload fun(event: "RecognizeFailed", filter?: table|number, timeout?: number): hookswitch.RecognizeFailed?, hookswitch.Failure?
---@overload fun(event: "RecognizeCanceled", filter?: table|number, timeout?: number): hookswitch.RecognizeCanceled?, hookswitch.Failure?
---@overload fun(event: "ContinuousDtmfRecognitionToneReceived", filter?: table|number, timeout?: number): hookswitch.ContinuousDtmfRecognitionToneReceived?, hookswitch.Failure?
---@overload fun(event: "ContinuousDtmfRecognitionToneFailed", filter?: table|number, timeout?: number): hookswitch.ContinuousDtmfRecognitionToneFailed?, hookswitch.Failure?
---@overload fun(event: "ContinuousDtmfRecognitionStopped", filter?: table|number, timeout?: number): hookswitch.ContinuousDtmfRecognitionStopped?, hookswitch.Failure?
---@overload fun(event: "SendDtmfTonesCompleted", filter?: table|number, timeout?: number): hookswitch.SendDtmfTonesCompleted?, hookswitch.Failure?
---@overload fun(event: "SendDtmfTonesFailed", filter?: table|number, timeout?: number): hookswitch.SendDtmfTonesFailed?, hookswitch.Failure?
---@overload fun(event: "HoldFailed", filter?: table|number, timeout?: number): hookswitch.HoldFailed?, hookswitch.Failure?
---@overload fun(event: "TranscriptionStarted", filter?: table|number, timeout?: number): hookswitch.TranscriptionStarted?, hookswitch.Failure?
---@overload fun(event: "TranscriptionStopped", filter?: table|number, timeout?: number): hookswitch.TranscriptionStopped?, hookswitch.Failure?
---@overload fun(event: "TranscriptionUpdated", filter?: table|number, timeout?: number): hookswitch.TranscriptionUpdated?, hookswitch.Failure?
---@overload fun(event: "TranscriptionFailed", filter?: table|number, timeout?: number): hookswitch.TranscriptionFailed?, hookswitch.Failure?
---@overload fun(event: "MediaStreamingStarted", filter?: table|number, timeout?: number): hookswitch.MediaStreamingStarted?, hookswitch.Failure?
---@overload fun(event: "MediaStreamingStopped", filter?: table|number, timeout?: number): hookswitch.MediaStreamingStopped?, hookswitch.Failure?
---@overload fun(event: "MediaStreamingFailed", filter?: table|number, timeout?: number): hookswitch.MediaStreamingFailed?, hookswitch.Failure?
---@overload fun(event: "RecordingStateChanged", filter?: table|number, timeout?: number): hookswitch.RecordingStateChanged?, hookswitch.Failure?
---@overload fun(event: "StartRecordingFailed", filter?: table|number, timeout?: number): hookswitch.StartRecordingFailed?, hookswitch.Failure?
---@overload fun(event: "CallStarted", filter?: table|number, timeout?: number): hookswitch.CallStarted?, hookswitch.Failure?
---@overload fun(event: "CallEnded", filter?: table|number, timeout?: number): hookswitch.CallEnded?, hookswitch.Failure?
---@overload fun(event: "CallParticipantAdded", filter?: table|number, timeout?: number): hookswitch.CallParticipantAdded?, hookswitch.Failure?
---@overload fun(event: "CallParticipantRemoved", filter?: table|number, timeout?: number): hookswitch.CallParticipantRemoved?, hookswitch.Failure?
---@overload fun(event: "RecordingFileStatusUpdated", filter?: table|number, timeout?: number): hookswitch.RecordingFileStatusUpdated?, hookswitch.Failure?
---@overload fun(event: "TranscriptionMetadata", filter?: table|number, timeout?: number): hookswitch.TranscriptionMetadata?, hookswitch.Failure?
---@overload fun(event: "TranscriptionData", filter?: table|number, timeout?: number): hookswitch.TranscriptionData?, hookswitch.Failure?
---@overload fun(event: "AudioMetadata", filter?: table|number, timeout?: number): hookswitch.AudioMetadata?, hookswitch.Failure?
---@overload fun(event: "DtmfData", filter?: table|number, timeout?: number): hookswitch.DtmfData?, hookswitch.Failure?
---@overload fun(event: "Launch", filter?: table|number, timeout?: number): hookswitch.Launch?, hookswitch.Failure?
---@overload fun(event: "Signal", filter?: table|number, timeout?: number): hookswitch.Signal?, hookswitch.Failure?
---@overload fun(event: "Restart", filter?: table|number, timeout?: number): hookswitch.Restart?, hookswitch.Failure?
---@overload fun(event: "FlowError", filter?: table|number, timeout?: number): hookswitch.FlowError?, hookswitch.Failure?
function wait_for(event, filter, timeout) end

---Writes a line to the log, with the session and the flow's line.
---@param message string|number|boolean What to say.
---@param fields? table Values beside it, by name.
function log.debug(message, fields) end

---Writes a line to the log, with the session and the flow's line.
---@param message string|number|boolean What to say.
---@param fields? table Values beside it, by name.
function log.info(message, fields) end

---Writes a line to the log, with the session and the flow's line.
---@param message string|number|boolean What to say.
---@param fields? table Values beside it, by name.
function log.warning(message, fields) end

---Writes a line to the log, with the session and the flow's line.
---@param message string|number|boolean What to say.
---@param fields? table Values beside it, by name.
function log.error(message, fields) end

---@class hookswitch.CreateCallOptions
---@field target? string|hookswitch.Identifier Who is called.
---@field targets? (string|hookswitch.Identifier)[] Several for a group call, instead of target.
---@field caller_id? string|string|hookswitch.Identifier The number that phones are shown; the flow's, or else that of the settings, by default.
---@field display_name? string The name that users of the service and of Teams are shown.
---@field ai_resource? string The address of the AI resource that speaks text in this call.
---@field source? string|hookswitch.Identifier The communication user that calls; made up by default.
---@field teams_app_source? string|string|hookswitch.Identifier The Teams app that the call is made for: its app id.
---@field custom_context? { voip_headers?: table<string, string>, sip_headers?: table<string, string>, user_to_user?: string, teams_phone_call_details?: { teams_phone_caller_details?: { caller: string|hookswitch.Identifier, name: string, phone_number: string, record_id?: string, screen_pop_url?: string, is_authenticated?: boolean, additional_caller_information?: table<string, string> }, teams_phone_source_details?: { source: string|hookswitch.Identifier, language: string, status: string, intended_targets?: table<string, string|hookswitch.Identifier> }, session_id?: string, intent?: string, call_topic?: string, call_context?: string, transcript_url?: string, call_sentiment?: string, suggested_actions?: string } } What the target is told beside the call; the headers come back in its IncomingCall event. Only with --api-version 2024-09-01-preview.
---@field transcription? { locale?: string, model?: string, intermediate?: boolean, start?: boolean, transport_url?: string } What is said is told as TranscriptionData.
---@field media_streaming? { channel?: "mixed"|"unmixed", format?: "pcm16k"|"pcm24k", bidirectional?: boolean, dtmf?: boolean, start?: boolean, audio?: "file"|"echo", transport_url?: string } The call's sound is streamed.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().

---Calls somebody, or several at once, and waits until somebody has answered.
---@param options? hookswitch.CreateCallOptions Whom and how.
---@return hookswitch.Call? # the call, or nil and err ("busy", "declined", "no_answer", …); with wait = false an operation whose wait() gives the call and whose cancel() hangs up
---@return hookswitch.Failure? err
function create_call(options) end

---@class hookswitch.ConnectCallOptions
---@field server_call_id? string The service's id of the call, as events carry it.
---@field group_call_id? string The id of a group call, a GUID.
---@field room_id? string The id of a room.
---@field ai_resource? string The address of the AI resource that speaks text in this call.
---@field transcription? { locale?: string, model?: string, intermediate?: boolean, start?: boolean, transport_url?: string } What is said is told as TranscriptionData.
---@field media_streaming? { channel?: "mixed"|"unmixed", format?: "pcm16k"|"pcm24k", bidirectional?: boolean, dtmf?: boolean, start?: boolean, audio?: "file"|"echo", transport_url?: string } The call's sound is streamed.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().

---Joins a call that is running, and waits until it is connected.
---@param options? hookswitch.ConnectCallOptions Which call; exactly one of the three ids.
---@return hookswitch.Call? # the call, or nil and err; with wait = false an operation whose wait() gives the call and whose cancel() hangs up
---@return hookswitch.Failure? err
function connect_call(options) end

---@class hookswitch.LaunchOptions
---@field key? string Launching twice with one key starts one session.

---Starts another session: a run of a flow of its own, whose Launch hooks get the parameters.
---@param flow string The flow's name.
---@param params? table What the hooks get as event.params, by name.
---@param options? hookswitch.LaunchOptions How.
---@return string? # the session's id, or nil and err
---@return hookswitch.Failure? err
function launch(flow, params, options) end

---Wakes another session: its Signal hooks and its wait_for("Signal"), whose event has the name as `signal` and the data as `data`.
---@param session_id string The session, as launch returned it.
---@param name string What is signalled.
---@param data? table|string|number|boolean What goes with it.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function signal(session_id, name, data) end

---Begins anew in a fresh world, with the Restart hooks; it does not return. Everything that the session runs ends, caught by nothing; its calls stay, and what was sent to the service goes on.
---@param handler string What the hooks get as event.handler.
---@param data? table|string|number|boolean What the hooks get as event.data.
function restart(handler, data) end

---@class hookswitch.CallAnswerOptions
---@field ai_resource? string The address of the AI resource that speaks text in this call.
---@field answered_by? string|hookswitch.Identifier The communication user that answers; made up by default.
---@field transcription? { locale?: string, model?: string, intermediate?: boolean, start?: boolean, transport_url?: string } What is said is told as TranscriptionData.
---@field media_streaming? { channel?: "mixed"|"unmixed", format?: "pcm16k"|"pcm24k", bidirectional?: boolean, dtmf?: boolean, start?: boolean, audio?: "file"|"echo", transport_url?: string } The call's sound is streamed.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().

---Takes the call and waits until it is connected. If that fails, the call has ended.
---@param options? hookswitch.CallAnswerOptions How.
---@return boolean # true; an operation with wait = false
function Call:answer(options) end

---@class hookswitch.CallRejectOptions
---@field reason? "none"|"busy"|"forbidden" What the caller is told; "none" by default.

---Refuses the call.
---@param options? hookswitch.CallRejectOptions How.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:reject(options) end

---@class hookswitch.CallRedirectOptions
---@field target string|hookswitch.Identifier Who gets the call.
---@field caller_id? string|string|hookswitch.Identifier Only checked: a redirect to a phone needs a number of the resource, which is not sent.

---Sends the call on to somebody else, unanswered. They are shown the caller's own number.
---@param options? hookswitch.CallRedirectOptions To whom.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:redirect(options) end

---@class hookswitch.CallHangUpOptions
---@field for_everyone? boolean End the call; false by default.

---Leaves the call, or ends it for everyone. Succeeds when the call has ended already.
---@param options? hookswitch.CallHangUpOptions How.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:hang_up(options) end

---Asks the service for the properties of the connection.
---@return table? # { call_connection_id = …, call_connection_state = …, targets = …, … }, or nil and err
---@return hookswitch.Failure? err
function Call:properties() end

---@class hookswitch.CallUseSettings
---@field locale? string The language, such as "pt-BR".
---@field voice? string The voice, such as "pt-BR-FranciscaNeural".
---@field voice_kind? "male"|"female" The kind of voice, if none is named.

---Sets how text is spoken in this call from now on.
---@param settings hookswitch.CallUseSettings What to change.
function Call:use(settings) end

---@class hookswitch.CallTransferOptions
---@field target string|hookswitch.Identifier Who gets the call.
---@field transferee? string|hookswitch.Identifier Who is transferred out of a group.
---@field custom_context? { voip_headers?: table<string, string>, sip_headers?: table<string, string>, user_to_user?: string, teams_phone_call_details?: { teams_phone_caller_details?: { caller: string|hookswitch.Identifier, name: string, phone_number: string, record_id?: string, screen_pop_url?: string, is_authenticated?: boolean, additional_caller_information?: table<string, string> }, teams_phone_source_details?: { source: string|hookswitch.Identifier, language: string, status: string, intended_targets?: table<string, string|hookswitch.Identifier> }, session_id?: string, intent?: string, call_topic?: string, call_context?: string, transcript_url?: string, call_sentiment?: string, suggested_actions?: string } } What the target is told beside the call; the headers come back in its IncomingCall event.
---@field caller_id? string|string|hookswitch.Identifier Always refused: the target is shown the transferee's own caller ID.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Gives the call to somebody else and waits until they have taken it, or not.
---@param options? hookswitch.CallTransferOptions To whom.
---@return hookswitch.Event? # the event, or nil and err ("busy", "declined", "no_answer", …)
---@return hookswitch.Failure? err
function Call:transfer(options) end

---@class hookswitch.CallAddParticipantOptions
---@field target string|hookswitch.Identifier Who is invited.
---@field caller_id? string|string|hookswitch.Identifier The number that phones are shown; the flow's, or else that of the settings, by default.
---@field display_name? string The name that users of the service and of Teams are shown.
---@field invitation_timeout? integer Seconds that it rings; the service decides by default.
---@field custom_context? { voip_headers?: table<string, string>, sip_headers?: table<string, string>, user_to_user?: string, teams_phone_call_details?: { teams_phone_caller_details?: { caller: string|hookswitch.Identifier, name: string, phone_number: string, record_id?: string, screen_pop_url?: string, is_authenticated?: boolean, additional_caller_information?: table<string, string> }, teams_phone_source_details?: { source: string|hookswitch.Identifier, language: string, status: string, intended_targets?: table<string, string|hookswitch.Identifier> }, session_id?: string, intent?: string, call_topic?: string, call_context?: string, transcript_url?: string, call_sentiment?: string, suggested_actions?: string } } What the target is told beside the call; the headers come back in its IncomingCall event.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Invites somebody into the call and waits until they have joined, or not.
---@param options? hookswitch.CallAddParticipantOptions Whom and how.
---@return hookswitch.Event? # the event, or nil and err ("busy", "declined", "no_answer", …); an operation with wait = false
---@return hookswitch.Failure? err
function Call:add_participant(options) end

---@class hookswitch.CallCancelAddParticipantOptions
---@field operation? hookswitch.Operation What add_participant { …, wait = false } returned.
---@field invitation_id? string The invitation's id, as the service told it.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Takes an invitation back that nobody has accepted yet.
---@param options? hookswitch.CallCancelAddParticipantOptions Which invitation.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:cancel_add_participant(options) end

---Asks the service who is in the call.
---@return table[]? # a list of { identifier = …, is_muted = …, is_on_hold = … }, or nil and err
---@return hookswitch.Failure? err
function Call:list_participants() end

---@class hookswitch.CallGetParticipantOptions
---@field target string|hookswitch.Identifier Who is meant.

---Asks the service about one participant.
---@param options? hookswitch.CallGetParticipantOptions About whom.
---@return table? # { identifier = …, is_muted = …, is_on_hold = … }, or nil and err ("not_found", …)
---@return hookswitch.Failure? err
function Call:get_participant(options) end

---@class hookswitch.CallRemoveParticipantOptions
---@field target string|hookswitch.Identifier Who is meant.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Takes somebody out of the call.
---@param options? hookswitch.CallRemoveParticipantOptions Whom.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:remove_participant(options) end

---@class hookswitch.CallMoveParticipantsOptions
---@field targets (string|hookswitch.Identifier)[] Who moves.
---@field from hookswitch.Call|string The call that they are in now, or its call_connection_id.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Brings participants of another call into this one.
---@param options? hookswitch.CallMoveParticipantsOptions Whom, and from where.
---@return hookswitch.Event[]? # the events of all who were moved, or nil and err
---@return hookswitch.Failure? err
function Call:move_participants(options) end

---@class hookswitch.CallMuteParticipantOptions
---@field target? string|hookswitch.Identifier Who is meant.
---@field targets? (string|hookswitch.Identifier)[] Several at once, instead of target.
---@field operation_context? string Your own words; only the service's response repeats them, since muting has no events.

---Mutes users of the service; phones cannot be muted.
---@param options? hookswitch.CallMuteParticipantOptions Whom.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:mute_participant(options) end

---@class hookswitch.CallUnmuteParticipantOptions
---@field target? string|hookswitch.Identifier Who is meant.
---@field targets? (string|hookswitch.Identifier)[] Several at once, instead of target.
---@field operation_context? string Your own words; only the service's response repeats them, since muting has no events.

---Takes the muting of users of the service back; only with --api-version 2024-09-01-preview.
---@param options? hookswitch.CallUnmuteParticipantOptions Whom.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:unmute_participant(options) end

---@class hookswitch.CallPlayOptions
---@field text? string|(string)[] What to say; a list is said in order.
---@field file? string|(string)[] The address of a WAV file, mono, 16-bit, 16 kHz, or MP3; a list is played in order.
---@field ssml? string|(string)[] A whole SSML document, with its voice.
---@field sources? ({ text?: string, file?: string, ssml?: string, cache_id?: string, voice?: string, voice_kind?: "male"|"female", locale?: string, custom_voice?: string })[] Texts, files and SSML in one order, each with options of its own.
---@field voice? string The voice of this text.
---@field voice_kind? "male"|"female" The kind of voice, if none is named.
---@field locale? string The language of this text.
---@field custom_voice? string The endpoint of a custom voice, for text and SSML.
---@field cache_id? string The service keeps what is heard for an hour under this name; for a single source.
---@field interrupt? boolean Cancel what plays or listens instead of queueing behind it.
---@field on_unknown? "repeat"|"skip"|"fail" When nobody knows whether it was heard; the flow's setting by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.
---@field to? string|hookswitch.Identifier|(string|hookswitch.Identifier)[] Who hears it; all by default.
---@field loop? boolean Repeat until cancelled; returns an operation at once.

---Plays texts, files or SSML and waits until they have been heard.
---@param options hookswitch.CallPlayOptions What and how.
---@return hookswitch.Event? # the event, or nil and err; an operation with wait = false or loop = true
---@return hookswitch.Failure? err
function Call:play(options) end

---Ends everything that plays or listens in the call.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:cancel_all_media() end

---@class hookswitch.CallRecognizeOptions
---@field text? string|(string)[] What to say; a list is said in order.
---@field file? string|(string)[] The address of a WAV file, mono, 16-bit, 16 kHz, or MP3; a list is played in order.
---@field ssml? string|(string)[] A whole SSML document, with its voice.
---@field sources? ({ text?: string, file?: string, ssml?: string, cache_id?: string, voice?: string, voice_kind?: "male"|"female", locale?: string, custom_voice?: string })[] Texts, files and SSML in one order, each with options of its own.
---@field voice? string The voice of this text.
---@field voice_kind? "male"|"female" The kind of voice, if none is named.
---@field locale? string The language of this text.
---@field custom_voice? string The endpoint of a custom voice, for text and SSML.
---@field cache_id? string The service keeps what is heard for an hour under this name; for a single source.
---@field interrupt? boolean Cancel what plays or listens instead of queueing behind it.
---@field on_unknown? "repeat"|"skip"|"fail" When nobody knows whether it was heard; the flow's setting by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.
---@field dtmf? { max?: integer, stop?: string|(string)[], inter_tone_timeout?: integer } Which keys.
---@field speech? boolean|{ language?: string, end_silence_timeout?: number, model?: string } true, or how speech is taken. With dtmf, whichever comes first counts.
---@field choices? ({ label: string, phrases?: string|(string)[], tone?: string })[] What can be said or pressed.
---@field target? string|hookswitch.Identifier Who is listened to; the other party by default.
---@field initial_silence_timeout? integer Seconds until the first key or word; 5. With speech 20 at most.
---@field interrupt_prompt? boolean A key or word stops the prompt; true by default.
---@field mask? boolean Hides what is pressed or said from timelines.

---Listens for keys, speech, or one of some choices, after a prompt if there is one.
---@param options hookswitch.CallRecognizeOptions What and how.
---@return table? # { recognition_type = …, tones = "12" | speech = "…" | choice = "…", … }, or nil and err ("initial_silence", "no_match", …)
---@return hookswitch.Failure? err
function Call:recognize(options) end

---@class hookswitch.CallSendDtmfOptions
---@field tones string The keys, such as "12#"; at most 18.
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Presses keys for somebody on a phone, such as a machine that asks for an extension.
---@param options hookswitch.CallSendDtmfOptions Which, and for whom.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:send_dtmf(options) end

---@class hookswitch.CallStartContinuousDtmfOptions
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Tells every key of somebody as ContinuousDtmfRecognitionToneReceived, beside whatever plays or listens.
---@param options? hookswitch.CallStartContinuousDtmfOptions Whose keys.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:start_continuous_dtmf(options) end

---@class hookswitch.CallStopContinuousDtmfOptions
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Ends that.
---@param options? hookswitch.CallStopContinuousDtmfOptions Whose keys.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:stop_continuous_dtmf(options) end

---@class hookswitch.CallStartTranscriptionOptions
---@field locale? string The language, with its region, such as "en-US"; that of the call or the flow.
---@field model? string The endpoint of a custom speech model.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Begins to tell what is said as TranscriptionData. It was set up with the call: answer { transcription = … }.
---@param options? hookswitch.CallStartTranscriptionOptions In which language.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:start_transcription(options) end

---@class hookswitch.CallStopTranscriptionOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Ends that.
---@param options? hookswitch.CallStopTranscriptionOptions How.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:stop_transcription(options) end

---@class hookswitch.CallUpdateTranscriptionOptions
---@field locale string The language, with its region, such as "de-DE".
---@field model? string The endpoint of a custom speech model.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Goes on to transcribe in another language.
---@param options hookswitch.CallUpdateTranscriptionOptions In which language.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:update_transcription(options) end

---@class hookswitch.CallStartMediaStreamingOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Begins to stream the call's sound. It was set up with the call: answer { media_streaming = … }.
---@param options? hookswitch.CallStartMediaStreamingOptions How.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:start_media_streaming(options) end

---@class hookswitch.CallStopMediaStreamingOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Ends that.
---@param options? hookswitch.CallStopMediaStreamingOptions How.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:stop_media_streaming(options) end

---Keeps the events of a name from now on, for a loop: `for event in call:events "ParticipantsUpdated" do`. The loop ends with the call.
---@param event string The event's name, or "*".
---@param filter? table Fields that an event must have.
---@return hookswitch.Events # the events of the call
function Call:events(event, filter) end

---@class hookswitch.CallTonesOptions
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field timeout? number Seconds without a key that end the loop; none.

---Keeps every key of somebody from now on, for a loop: `for tone in call:tones() do`. Beside whatever plays or listens, until the call ends or stop_continuous_dtmf.
---@param options? hookswitch.CallTonesOptions Whose, and for how long.
---@return fun(): string? # the events of the call, each a key such as "1" or "#"
function Call:tones(options) end

---Waits for the next one; a loop does that by itself.
---@param timeout? number Seconds; as long as the call goes on by default.
---@param last? any What a loop was given before; it means nothing.
---@return hookswitch.Call? # what comes next; nil when the call has ended, or nil and err
---@return hookswitch.Failure? err
function Events:next(timeout, last) end

---@class hookswitch.CallHoldOptions
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.
---@field text? string What they hear meanwhile, again and again.
---@field file? string The same, as the address of a file.
---@field ssml? string The same, as an SSML document.

---Puts a participant on hold: they hear music or a tone, and nobody hears them.
---@param options? hookswitch.CallHoldOptions Whom, and what they hear.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:hold(options) end

---@class hookswitch.CallUnholdOptions
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field operation_callback_uri? string An address of your own for the events of this action. It is then not awaited: the result is { awaited = false, … } as soon as the service has accepted it.

---Takes a participant back from hold.
---@param options? hookswitch.CallUnholdOptions Whom.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Call:unhold(options) end

---@class hookswitch.CallInterruptAudioAndAnnounceOptions
---@field text? string|(string)[] What to say; a list is said in order.
---@field file? string|(string)[] The address of a WAV file, mono, 16-bit, 16 kHz, or MP3; a list is played in order.
---@field ssml? string|(string)[] A whole SSML document, with its voice.
---@field sources? ({ text?: string, file?: string, ssml?: string, cache_id?: string, voice?: string, voice_kind?: "male"|"female", locale?: string, custom_voice?: string })[] Texts, files and SSML in one order, each with options of its own.
---@field voice? string The voice of this text.
---@field voice_kind? "male"|"female" The kind of voice, if none is named.
---@field locale? string The language of this text.
---@field custom_voice? string The endpoint of a custom voice, for text and SSML.
---@field cache_id? string The service keeps what is heard for an hour under this name; for a single source.
---@field on_unknown? "repeat"|"skip"|"fail" When nobody knows whether it was heard; the flow's setting by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field operation_context? string Your own words; they come back in the events of this action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().
---@field target? string|hookswitch.Identifier Who is meant; the other party by default.

---Speaks over whatever one participant hears, such as the music of a hold, which then goes on; only with --api-version 2024-09-01-preview.
---@param options hookswitch.CallInterruptAudioAndAnnounceOptions What, and to whom.
---@return hookswitch.Event? # the event, or nil and err
---@return hookswitch.Failure? err
function Call:interrupt_audio_and_announce(options) end

---@class hookswitch.CallStartRecordingOptions
---@field content? "audio"|"audio_video" "audio" by default.
---@field channel? "mixed"|"unmixed" "mixed" by default.
---@field format? "wav"|"mp3"|"mp4" "wav" by default, "mp4" with video.
---@field channel_order? (string|hookswitch.Identifier)[] Participants in the order of the channels; unmixed only.
---@field channel_affinity? ({ channel: integer, participant: string|hookswitch.Identifier })[] Fixed channels; unmixed only.
---@field pause_on_start? boolean Whether it begins paused; false by default.
---@field storage? string The address of a container of Azure Blob Storage for the file.
---@field state_callback_uri? string An address of your own for the recording's state; ours by default.
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.
---@field wait? boolean false returns an operation at once, with wait() and cancel().

---Begins to record the call.
---@param options? hookswitch.CallStartRecordingOptions What and how.
---@return hookswitch.Recording? # the recording, or nil and err
---@return hookswitch.Failure? err
function Call:start_recording(options) end

---@class hookswitch.RecordingPauseOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.

---Pauses the recording.
---@param options? hookswitch.RecordingPauseOptions How long to wait.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Recording:pause(options) end

---@class hookswitch.RecordingResumeOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.

---Goes on with a paused recording.
---@param options? hookswitch.RecordingResumeOptions How long to wait.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Recording:resume(options) end

---@class hookswitch.RecordingStopOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.

---Ends the recording. Succeeds when it has ended already.
---@param options? hookswitch.RecordingStopOptions How long to wait.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Recording:stop(options) end

---@class hookswitch.RecordingStateOptions
---@field timeout? number Seconds to wait for the outcome; the default follows from the action.

---Asks how the recording stands.
---@param options? hookswitch.RecordingStateOptions How long to wait.
---@return table? # { recording_id = …, recording_state = "active"|"inactive", … }, or nil and err
---@return hookswitch.Failure? err
function Recording:state(options) end

---@class hookswitch.RecordingDownloadOptions
---@field timeout? number Seconds to wait for the file and its content; 300.

---Waits until the service has the file, and fetches it into the folder of --recordings, under the session's name. It goes on after the call, for as long as the flow may linger.
---@param options? hookswitch.RecordingDownloadOptions How long to wait.
---@return table? # { files = { { path = …, bytes = …, sha256 = … } }, duration = seconds, format = "wav" }, or nil and err
---@return hookswitch.Failure? err
function Recording:download(options) end

---@class hookswitch.RecordingDeleteOptions
---@field timeout? number Seconds to wait for the file; 300.

---Deletes the file at the service, once the service has it.
---@param options? hookswitch.RecordingDeleteOptions How long to wait.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Recording:delete(options) end

---Waits for the outcome of the operation.
---@param timeout? number Seconds.
---@return any # as the action itself
function Operation:wait(timeout) end

---Cancels the operation as far as the service can: takes an invitation back, hangs up the call that is being opened, or ends a play or recognition, and with it all media of its call.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function Operation:cancel() end

---@class hookswitch.HttpGetOptions
---@field headers? table<string, string|hookswitch.Secret> Headers by name; a value may be a secret.
---@field query? table<string, string|number|boolean> What is added to the address, by name.
---@field bearer? string|hookswitch.Secret A token for the header Authorization.
---@field basic? { user: string, password: string|hookswitch.Secret } A user and password for the header Authorization.
---@field timeout? number Seconds for the whole request; 10 if not given.
---@field max_bytes? integer What the answer's body may have; 262144 if not given.
---@field redirects? integer How many are followed; 5 if not given.
---@field idempotency_key? string A name for this request that the server knows: sent twice, it has the effect of once.

---Reads an address. Repeated by itself when nobody knows what became of it.
---@param url string An absolute address.
---@param options? hookswitch.HttpGetOptions How.
---@return any # the answer { status, headers, body, json, url }, or nil and err
---@return hookswitch.Failure? err
function http.get(url, options) end

---@class hookswitch.HttpPostOptions
---@field json? any The body, as JSON.
---@field form? table<string, string|number|boolean> The body, as a form has it.
---@field body? string The body, as it is.
---@field headers? table<string, string|hookswitch.Secret> Headers by name; a value may be a secret.
---@field query? table<string, string|number|boolean> What is added to the address, by name.
---@field bearer? string|hookswitch.Secret A token for the header Authorization.
---@field basic? { user: string, password: string|hookswitch.Secret } A user and password for the header Authorization.
---@field timeout? number Seconds for the whole request; 10 if not given.
---@field max_bytes? integer What the answer's body may have; 262144 if not given.
---@field redirects? integer How many are followed; 5 if not given.
---@field idempotency_key? string A name for this request that the server knows: sent twice, it has the effect of once.

---Sends something to an address. Never repeated by itself unless it has an idempotency_key: when nobody knows what became of it, err.reason is "outcome_unknown".
---@param url string An absolute address.
---@param options? hookswitch.HttpPostOptions What and how.
---@return any # the answer { status, headers, body, json, url }, or nil and err
---@return hookswitch.Failure? err
function http.post(url, options) end

---@class hookswitch.HttpRequestRequest
---@field method "GET"|"HEAD"|"POST"|"PUT"|"PATCH"|"DELETE"|"OPTIONS" Such as "PUT".
---@field url string An absolute address.
---@field json? any The body, as JSON.
---@field form? table<string, string|number|boolean> The body, as a form has it.
---@field body? string The body, as it is.
---@field headers? table<string, string|hookswitch.Secret> Headers by name; a value may be a secret.
---@field query? table<string, string|number|boolean> What is added to the address, by name.
---@field bearer? string|hookswitch.Secret A token for the header Authorization.
---@field basic? { user: string, password: string|hookswitch.Secret } A user and password for the header Authorization.
---@field timeout? number Seconds for the whole request; 10 if not given.
---@field max_bytes? integer What the answer's body may have; 262144 if not given.
---@field redirects? integer How many are followed; 5 if not given.
---@field idempotency_key? string A name for this request that the server knows: sent twice, it has the effect of once.

---A request with any method. Only POST and PATCH are not repeated by themselves when their outcome is unknown.
---@param request hookswitch.HttpRequestRequest What and how.
---@return any # the answer { status, headers, body, json, url }, or nil and err
---@return hookswitch.Failure? err
function http.request(request) end

---A secret of the node, by its name. No flow can read it; it stands for its value in headers, bearer and basic.
---@param name string As --secret gives it.
---@return hookswitch.Secret # the secret
function http.secret(name) end

---Reads an entry.
---@param key string The entry's name, 1 to 256 bytes.
---@return any # the value, nil when there is none; or nil and err
---@return hookswitch.Failure? err
function store.get(key) end

---@class hookswitch.StoreSetOptions
---@field expires? number Seconds until the entry is gone; for ever if not given.

---Sets an entry. Without expires it stays, whatever it had before.
---@param key string The entry's name, 1 to 256 bytes.
---@param value string|number|boolean|table A text, number, truth value or table.
---@param options? hookswitch.StoreSetOptions How long it stays.
---@return boolean? # true, or nil and err
---@return hookswitch.Failure? err
function store.set(key, value, options) end

---Removes an entry.
---@param key string The entry's name, 1 to 256 bytes.
---@return boolean? # whether it was there; or nil and err
---@return hookswitch.Failure? err
function store.delete(key) end

---@class hookswitch.StoreIncrOptions
---@field expires? number Seconds until the entry is gone; for ever if not given.

---Adds to a number; an entry that is not there counts as 0. With expires the entry is gone so long after its first count, which makes it a window.
---@param key string The entry's name, 1 to 256 bytes.
---@param by? number How much; 1 if not given.
---@param options? hookswitch.StoreIncrOptions How long it stays.
---@return number? # the new number, or nil and err
---@return hookswitch.Failure? err
function store.incr(key, by, options) end

---@class hookswitch.StoreCompareAndSetOptions
---@field expires? number Seconds until the entry is gone; for ever if not given.

---Sets an entry to `new` if it is `expected`: of several that try at once, one succeeds.
---@param key string The entry's name, 1 to 256 bytes.
---@param expected? string|number|boolean|table What it must be; nil: not there.
---@param new? string|number|boolean|table What it becomes; nil removes it.
---@param options? hookswitch.StoreCompareAndSetOptions How long it stays.
---@return boolean? # whether it was set; or nil and err
---@return hookswitch.Failure? err
function store.compare_and_set(key, expected, new, options) end

---Writes a value as JSON, the names of tables sorted. An empty table is {}; json.empty_list() is [].
---@param value? any What to write.
---@return string # the text
function json.encode(value) end

---Reads JSON. What is null in an object is not there; in a list it is json.null().
---@param text string The JSON.
---@return any # the value, or nil and err
---@return hookswitch.Failure? err
function json.decode(text) end

---The null of JSON, for lists and for members that must be there.
---@return any # the null
function json.null() end

---The empty list of JSON, which an empty table is not.
---@return table[] # the list
function json.empty_list() end

---A text as it stands in an address: all but letters, digits and -._~ as %XX.
---@param text string The text.
---@return string # the text
function url.encode(text) end

---The text behind %XX; a + stays one.
---@param text string The text.
---@return string? # the text, or nil and err
---@return hookswitch.Failure? err
function url.decode(text) end

---Names and values as a query has them, the names sorted: a=1&b=2.
---@param values table<string, string|number|boolean> A table from names to values.
---@return string # the text
function url.query(values) end

---Takes an https or http address apart. Of a name that stands twice in the query the last counts.
---@param text string The text.
---@return table? # { scheme, host, port, path, query = { name = … } }, or nil and err
---@return hookswitch.Failure? err
function url.parse(text) end

---A random UUID of version 4, such as a key for a request; the same one when the call is taken up.
---@return string # the text
function uuid() end

