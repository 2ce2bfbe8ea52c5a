import CallModel

/// One thing that happened in a call, for people and for tests.
public struct TimelineEntry: Sendable, Equatable {
    /// What can happen.
    public enum Kind: String, Sendable {
        case incomingCall = "incoming_call"
        case answered, rejected, connected
        case notAnswered = "not_answered"
        case playStarted = "play_started"
        case playCompleted = "play_completed"
        case playFailed = "play_failed"
        case playCanceled = "play_canceled"
        case recognizeStarted = "recognize_started"
        case keyPressed = "key_pressed"
        case tonesSent = "tones_sent"
        case tonesFailed = "tones_failed"
        case streamStarted = "stream_started"
        case streamStopped = "stream_stopped"
        case streamFailed = "stream_failed"
        case said
        case recognized
        case recognizeFailed = "recognize_failed"
        case recognizeCanceled = "recognize_canceled"
        case transferStarted = "transfer_started"
        case transferred
        case transferFailed = "transfer_failed"
        case hungUp = "hung_up"
        case disconnected
        case callCreated = "call_created"
        case createFailed = "create_failed"
        case notReached = "not_reached"
        case connecting
        case connectFailed = "connect_failed"
        case ringing, joined, left, redirected, removed, moved, muted, unmuted
        case participantAdded = "participant_added"
        case addFailed = "add_failed"
        case addCancelled = "add_cancelled"
        case cancelAddFailed = "cancel_add_failed"
        case removeFailed = "remove_failed"
        case moveFailed = "move_failed"
        case held, unheld
        case recordingStarted = "recording_started"
        case recordingPaused = "recording_paused"
        case recordingResumed = "recording_resumed"
        case recordingStopped = "recording_stopped"
        case recordingFiled = "recording_filed"
        case recordingDeleted = "recording_deleted"
        case callbackFailed = "callback_failed"
        case incomingCallFailed = "incoming_call_failed"
        case eventFailed = "event_failed"
    }

    /// Counted from 1 in each call.
    public var seq: Int
    /// Seconds since 1970.
    public var time: Double
    /// Since the dialling.
    public var elapsedMilliseconds: Int
    /// What happened.
    public var kind: Kind
    /// One sentence part for a person.
    public var text: String
    /// Further members of the JSON form.
    public var details: JSONObject

    /// An entry from its parts.
    public init(seq: Int, time: Double, elapsedMilliseconds: Int, kind: Kind, text: String, details: JSONObject) {
        (self.seq, self.time, self.elapsedMilliseconds) = (seq, time, elapsedMilliseconds)
        (self.kind, self.text, self.details) = (kind, text, details)
    }

    /// The form of the control API.
    public var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("seq", .integer(Int64(seq))), ("at", .string(EventTime.short(time))),
            ("time", .number(time)), ("elapsed_ms", .integer(Int64(elapsedMilliseconds))),
            ("kind", .string(kind.rawValue)),
            ("text", .string(text)),
        ]
        members += details.members
        return .object(JSONObject(members))
    }
}

extension EmulatorCore {
    /// Adds an entry to the timeline of a call.
    mutating func note(
        _ kind: TimelineEntry.Kind, _ text: String, _ details: JSONObject = JSONObject(), call id: String
    ) {
        guard let call = calls[id] else { return }
        let entry = TimelineEntry(
            seq: call.timeline.count + 1, time: now,
            elapsedMilliseconds: Int(((now - call.dialedAt) * 1_000).rounded()), kind: kind, text: text,
            details: details)
        calls[id]?.timeline.append(entry)
        if keepsNotes { notes.append(CallNote(callID: id, entry: entry)) }
        changes += 1
    }

    /// Tells the timeline that a callback never arrived; `reason` says why.
    public mutating func callbackFailed(_ delivery: CallbackDelivery, reason: String, at time: Double) {
        advance(to: time)
        note(
            .callbackFailed, "\(delivery.name) did not reach the application: \(reason)",
            ["event": .string(delivery.name), "reason": .string(reason)], call: delivery.callID)
    }

    /// Tells the timeline that a subscription never got an event; `reason` says why.
    public mutating func publishFailed(_ event: GridEvent, endpoint: String, reason: String, at time: Double) {
        advance(to: time)
        let name = String(event.type.dropFirst(CallEvent.typePrefix.count))
        if name == "IncomingCall" {
            note(
                .incomingCallFailed, "\(endpoint) was not told of the call: \(reason)",
                ["endpoint": .string(endpoint), "reason": .string(reason)], call: event.callID)
        } else {
            note(
                .eventFailed, "\(endpoint) was not told of \(name): \(reason)",
                ["endpoint": .string(endpoint), "event": .string(name), "reason": .string(reason)],
                call: event.callID)
        }
    }
}
