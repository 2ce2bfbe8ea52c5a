import CallModel

extension CallAction {
    /// Refuses what the service could not read, or what its API version does not have. What a flow may want of a call is
    /// decided above: here only the form of the request counts.
    func check(apiVersion: String) throws(RequestFault) {
        switch self {
        case .createCall(let create):
            try require(!create.targets.isEmpty, "needs at least one target")
            try require(!create.callbackURI.isEmpty, "needs a callback address")
            if create.customCallingContext != nil { try requirePreview("custom context", apiVersion) }
            try check(create.customCallingContext)
            try check(create.transcription, create.mediaStreaming)
        case .connectCall(let connect):
            try require(!connect.callbackURI.isEmpty, "needs a callback address")
            switch connect.locator {
            case .serverCall(let id), .groupCall(let id), .room(let id):
                try require(!id.isEmpty, "needs the id of a call that is running")
            }
            try check(connect.transcription, connect.mediaStreaming)
        case .answer(let answer):
            try require(!answer.callbackURI.isEmpty, "needs a callback address")
            try check(answer.transcription, answer.mediaStreaming)
        case .updateTranscription(let update):
            try require(update.locale?.isEmpty == false, "needs the language")
        case .transfer(let transfer): try check(transfer.customCallingContext)
        case .addParticipant(let add):
            if let seconds = add.invitationTimeout {
                try require(
                    (0...180).contains(seconds), "takes an invitation timeout of 0 to 180 seconds, not \(seconds)")
            }
            try check(add.customCallingContext)
        case .moveParticipants(let move):
            try require(!move.targets.isEmpty, "needs at least one target")
            try require(!move.fromCall.isEmpty, "needs the connection of the call that they are in")
        case .muteParticipant(let mute): try require(!mute.targets.isEmpty, "needs at least one target")
        case .unmuteParticipant(let unmute):
            try requirePreview(nil, apiVersion)
            try require(!unmute.targets.isEmpty, "needs at least one target")
        case .getParticipant(let participant):
            try require(!participant.rawID.isEmpty, "needs the raw id of a participant")
        case .play(let play): try require(!play.sources.isEmpty, "needs at least one source")
        case .recognize(let recognize): try check(recognize)
        case .sendDTMF(let send):
            let most = SendDTMFAction.mostTones
            try require((1...most).contains(send.tones.count), "takes 1 to \(most) keys, not \(send.tones.count)")
        case .interruptAudioAndAnnounce(let announce):
            try requirePreview(nil, apiVersion)
            try require(!announce.sources.isEmpty, "needs at least one source")
        case .startRecording(let start):
            try require(
                start.serverCallID?.isEmpty == false || !start.callConnectionID.isEmpty, "needs a call to record")
            if let fault = start.fault { throw RequestFault(description: "\(name): \(fault)") }
        case .pauseRecording(let recording), .resumeRecording(let recording), .stopRecording(let recording),
            .recordingState(let recording):
            try require(!recording.recordingID.isEmpty, "needs the id of a recording")
        case .hold, .unhold, .reject, .redirect, .hangUp, .properties, .cancelAddParticipant, .removeParticipant,
            .listParticipants,
            .cancelAllMedia, .startContinuousDTMF, .stopContinuousDTMF, .startTranscription, .stopTranscription,
            .startMediaStreaming, .stopMediaStreaming:
            break
        }
    }

    private func check(
        _ transcription: TranscriptionOptions?, _ streaming: MediaStreamingOptions?
    ) throws(RequestFault) {
        if let transcription {
            try require(!transcription.locale.isEmpty, "needs the language of the transcription")
        }
        for url in [transcription?.transportURL, streaming?.transportURL].compactMap({ $0 }) {
            try require(
                url.hasPrefix("wss://") || url.hasPrefix("ws://"),
                "streams to a web socket, wss://…, not to '\(url)'")
        }
    }

    private func check(_ recognize: RecognizeAction) throws(RequestFault) {
        if case .dtmf(let keys) = recognize.input {
            try require(keys.maxTones != nil, "of keys needs the most that it takes")
        }
        guard case .choices(let choices, _) = recognize.input else { return }
        try require(!choices.isEmpty, "needs at least one choice")
        for choice in choices {
            try require(!choice.phrases.isEmpty, "needs a phrase for the choice '\(choice.label)'")
        }
    }

    private func require(_ condition: Bool, _ sentence: String) throws(RequestFault) {
        if !condition { throw RequestFault(description: "\(name) \(sentence)") }
    }

    private func requirePreview(_ what: String?, _ apiVersion: String) throws(RequestFault) {
        let wanted = ActionRequest.previewAPIVersion
        try require(
            apiVersion == wanted,
            "\(what.map { "with a \($0) " } ?? "")needs API version \(wanted); the client speaks \(apiVersion)")
    }

    private func check(_ context: CustomCallingContext?) throws(RequestFault) {
        if let fault = context?.fault { throw RequestFault(description: "\(name): \(fault)") }
    }
}
