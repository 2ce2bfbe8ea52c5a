import CallAudio
import CallModel
import Foundation

/// Recordings of calls and their files (protocol reference, 13).
extension EmulatorCore {
    /// Seconds between the end of a recording and its file.
    private static let filing = 1.0

    /// Begins a recording of a call.
    mutating func record(_ call: Call, _ settings: StartRecordingAction, leg: CallLeg?, apiVersion: String) -> Recording
    {
        var recording = Recording(
            id: makeID(), callID: call.id, connectionID: leg?.id ?? call.legIDs.last ?? "", apiVersion: apiVersion,
            settings: settings, startedAt: now)
        if !settings.pauseOnStart { recording.spans.append(.init(from: now)) }
        recordings[recording.id] = recording
        note(
            .recordingStarted,
            "\(settings.channel.rawValue) \(settings.format.rawValue)" + (settings.pauseOnStart ? ", paused" : ""),
            ["recording_id": .string(recording.id)], call: call.id)
        tellState(recording)
        speakToRecording(call.id)
        return recording
    }

    /// The running or paused recording of a call.
    func recording(of call: String) -> Recording? { recordings.values.first { $0.callID == call && $0.end == nil } }

    mutating func pauseRecording(_ id: String) {
        guard let recording = recordings[id], recording.isActive else { return }
        recordings[id]?.spans[recording.spans.count - 1].to = now
        note(.recordingPaused, "the recording pauses", call: recording.callID)
        if let paused = recordings[id] { tellState(paused) }
    }

    mutating func resumeRecording(_ id: String) {
        guard let recording = recordings[id], recording.end == nil, !recording.isActive else { return }
        recordings[id]?.spans.append(.init(from: now))
        note(.recordingResumed, "the recording goes on", call: recording.callID)
        if let running = recordings[id] { tellState(running) }
        speakToRecording(recording.callID)
    }

    /// Ends a recording: its file comes a moment later.
    mutating func endRecording(_ id: String, _ end: Recording.End) {
        guard let recording = recordings[id], recording.end == nil else { return }
        if recording.isActive { recordings[id]?.spans[recording.spans.count - 1].to = now }
        recordings[id]?.end = end
        let seconds = recordings[id]?.duration(at: now) ?? 0
        note(
            .recordingStopped, "\(Self.short(seconds)) s recorded",
            ["seconds": .number(seconds), "recording_id": .string(id)], call: recording.callID)
        if let ended = recordings[id] { tellState(ended) }
        _ = set(.recordingFile(id), after: Self.filing)
    }

    private static func short(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    mutating func endRecordings(of call: String) {
        for id in recordings.keys.sorted() where recordings[id]?.callID == call { endRecording(id, .callEnded) }
    }

    /// Who has something to say says it once it is recorded, when nothing else listens.
    private mutating func speakToRecording(_ id: String) {
        for participant in calls[id]?.participants ?? [] where participant.legID == nil {
            sayNext(phone: participant.identifier.rawID, call: id)
        }
    }

    /// The state goes to the recording's own address; without one it is not told.
    private mutating func tellState(_ recording: Recording) {
        guard !recording.settings.stateCallbackURI.isEmpty, let call = calls[recording.callID] else { return }
        let type = CallEvent.typePrefix + "RecordingStateChanged"
        let source = "calling/recordings/\(call.serverCallID)/\(recording.id)/RecordingStateChanged"
        let event: JSONValue = [
            "id": .string(makeID()), "source": .string(source), "type": .string(type),
            "data": [
                "version": .string(recording.apiVersion), "recordingId": .string(recording.id),
                "state": .string(recording.state), "startDateTime": .string(EventTime.callback(recording.startedAt)),
                "recordingKind": "azureCommunicationServices", "resultInformation": ResultInformation.done.json,
                "callConnectionId": .string(recording.connectionID), "serverCallId": .string(call.serverCallID),
                "correlationId": .string(call.correlationID), "publicEventType": .string(type),
                "eventSource": .string(source),
            ], "time": .string(EventTime.callback(now)), "specversion": "1.0",
            "datacontenttype": "application/json", "subject": .string(source),
        ]
        add(
            .callback(
                CallbackDelivery(
                    callID: call.id, connectionID: "recording:" + recording.id,
                    address: recording.settings.stateCallbackURI, name: "RecordingStateChanged", event: event)))
    }

    // MARK: - Files

    /// The file of a recording is there.
    mutating func fileRecording(_ id: String) {
        guard let recording = recordings[id], let end = recording.end, !recording.isFiled,
            let call = calls[recording.callID]
        else { return }
        recordings[id]?.isFiled = true
        let place = baseURL + "/recordings/" + id
        let settings = recording.settings
        let chunk: JSONValue = [
            "documentId": .string("0-" + id), "index": 0, "endReason": "SessionEnded",
            "contentLocation": .string(place + "/content"), "metadataLocation": .string(place + "/metadata"),
            "deleteLocation": .string(place),
        ]
        let milliseconds = Int64((recording.duration(at: now) * 1_000).rounded())
        note(.recordingFiled, settings.format.rawValue, ["recording_id": .string(id)], call: recording.callID)
        publishRecording(
            "/recording/call/\(call.id)/serverCallId/\(call.serverCallID)/recordingId/\(id)",
            [
                "recordingStorageInfo": ["recordingChunks": [chunk]],
                "recordingStartTime": .string(EventTime.short(recording.startedAt)),
                "recordingDurationMs": .integer(milliseconds),
                "recordingContentType": .string(settings.content == .audio ? "Audio" : "AudioVideo"),
                "recordingChannelType": .string(settings.channel.rawValue.capitalized),
                "recordingFormatType": .string(settings.format.rawValue.capitalized),
                "sessionEndReason": .string(end.rawValue),
            ], call: call.id)
    }

    /// The file of a recording; nil when there is none.
    /// - Parameter voices: who speaks; without them words are hummed.
    public func recordingFile(_ id: String, voices: Voices? = nil) -> SoundFile? {
        guard let recording = recordings[id], recording.isFiled, !recording.isDeleted,
            let call = calls[recording.callID]
        else { return nil }
        let sound = try? CallSound(
            recording, call, application: legs[recording.connectionID]?.identity.rawID,
            speed: configuration.mediaSpeed, voices: voices)
        return sound.flatMap { try? SoundFile($0, recording.settings) }
    }

    /// What the service writes beside the file.
    func recordingMetadata(_ id: String) -> JSONValue? {
        guard let recording = recordings[id], recording.isFiled, !recording.isDeleted,
            let call = calls[recording.callID]
        else { return nil }
        let settings = recording.settings
        return [
            "resourceId": .string(configuration.topic), "callId": .string(call.id),
            "chunkDocumentId": .string("0-" + id),
            "chunkIndex": 0, "chunkStartTime": .string(EventTime.short(recording.startedAt)),
            "chunkDuration": .number((recording.duration(at: now) * 1_000).rounded()), "pauseResumeIntervals": [],
            "recordingInfo": [
                "contentType": .string(settings.content.rawValue), "channelType": .string(settings.channel.rawValue),
                "format": .string(settings.format.rawValue),
                "audioConfiguration": ["sampleRate": 16_000, "bitRate": 256_000, "channels": 1],
            ],
            "participants": .array(
                call.participants.map { ["participantId": .string($0.identifier.rawID)] }),
        ]
    }

    /// Deletes a recording's file; false when there is none.
    public mutating func deleteRecording(_ id: String) -> Bool {
        guard let recording = recordings[id], recording.isFiled, !recording.isDeleted else { return false }
        recordings[id]?.isDeleted = true
        note(
            .recordingDeleted, "the file is deleted", ["recording_id": .string(id)], call: recording.callID)
        return true
    }
}
