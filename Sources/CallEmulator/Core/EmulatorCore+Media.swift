import CallModel

/// The media queue of a call: one operation at a time, the others wait (protocol reference, section 12).
extension EmulatorCore {
    /// Adds an operation: behind what there is, or in place of it.
    mutating func enqueue(_ operation: MediaOperation, interrupt: Bool, call id: String) {
        if interrupt { cancelMedia(id, callEnds: false) }
        calls[id]?.connection?.media.waiting.append(operation)
        startNextMedia(id)
    }

    /// Cancels what runs and what waits, in order, each with its own event.
    mutating func cancelMedia(_ id: String, callEnds: Bool) {
        guard let media = calls[id]?.connection?.media else { return }
        calls[id]?.connection?.media = MediaQueue()
        for operation in [media.current].compactMap({ $0 }) + media.waiting {
            deadlines.cancel(operation.alarm)
            // The end of a call makes a recognition fail, a command cancels it.
            let name = operation.isPlay ? "PlayCanceled" : callEnds ? "RecognizeFailed" : "RecognizeCanceled"
            let kind: TimelineEntry.Kind =
                operation.isPlay ? .playCanceled : callEnds ? .recognizeFailed : .recognizeCanceled
            report(operation, name, .cancelled, call: id)
            note(kind, "\(operation.isPlay ? "play" : "recognition") cancelled", call: id)
        }
        if !callEnds { watchForIdleness(id) }
    }

    private mutating func startNextMedia(_ id: String) {
        guard let media = calls[id]?.connection?.media, media.current == nil else { return }
        guard var operation = media.waiting.first else { return watchForIdleness(id) }
        calls[id]?.connection?.media.waiting.removeFirst()
        operation.phase = .prompting
        calls[id]?.connection?.media.current = operation
        deadlines.cancel(calls[id]?.idleAlarm)
        if let index = operation.prompts.firstIndex(where: { $0.fault != nil }),
            let fault = operation.prompts[index].fault
        {
            return mediaFails(id, fault, index: index)
        }
        switch operation.kind {
        case .play(let loop):
            emit(
                "PlayStarted", call: id, context: operation.operationContext, address: operation.callbackURI)
            note(.playStarted, operation.text, ["loop": .bool(loop)], call: id)
            if !loop { setMediaAlarm(id, after: operation.seconds / configuration.mediaSpeed) }
        case .recognize(let settings):
            note(
                .recognizeStarted, operation.text,
                [
                    "max_tones": .integer(Int64(settings.maxTones)),
                    "stop_tones": .string(String(settings.stopTones.map(\.key))),
                ], call: id)
            if settings.interruptPrompt || operation.prompts.isEmpty { pressScriptedKeys(id) }
            if operation.prompts.isEmpty {
                listen(id, settings)
            } else {
                setMediaAlarm(id, after: operation.seconds / configuration.mediaSpeed)
            }
        }
    }

    /// The prompt has ended, or a timeout has.
    mutating func mediaAlarm(_ id: String) {
        guard let operation = calls[id]?.connection?.media.current else { return }
        switch (operation.kind, operation.phase) {
        case (.play, _):
            endMedia(
                id, "PlayCompleted", ResultInformation(code: 200, subCode: 0, message: "Action completed successfully.")
            )
            note(.playCompleted, operation.text, call: id)
            startNextMedia(id)
        case (.recognize(let settings), .waiting), (.recognize(let settings), .prompting):
            if !settings.interruptPrompt { pressScriptedKeys(id) }
            listen(id, settings)
        case (.recognize, .silent):
            mediaFails(
                id,
                ResultInformation(code: 400, subCode: 8510, message: "Action failed, initial silence timeout reached."))
        case (.recognize, .collecting):
            mediaFails(
                id,
                ResultInformation(
                    code: 400, subCode: 8532, message: "Action failed, inter-digit silence timeout reached."))
        }
    }

    private mutating func listen(_ id: String, _ settings: RecognizeSettings) {
        calls[id]?.connection?.media.current?.phase = .silent
        setMediaAlarm(id, after: settings.initialSilenceTimeout)
    }

    /// A tone arrives. Returns whether anything listened to it.
    mutating func hear(_ tone: Tone, call id: String) -> Bool {
        guard let operation = calls[id]?.connection?.media.current, case .recognize(let settings) = operation.kind,
            operation.phase != .prompting || settings.interruptPrompt
        else { return false }
        if settings.stopTones.contains(tone) {
            recognized(
                id, operation.tones,
                ResultInformation(code: 200, subCode: 8514, message: "Action completed, stop tone detected."))
            return true
        }
        let tones = operation.tones + [tone]
        if tones.count >= settings.maxTones {
            recognized(
                id, tones,
                ResultInformation(code: 200, subCode: 8531, message: "Action completed, max digits received."))
            return true
        }
        calls[id]?.connection?.media.current?.tones = tones
        calls[id]?.connection?.media.current?.phase = .collecting
        setMediaAlarm(id, after: settings.interToneTimeout)
        return true
    }

    private mutating func recognized(_ id: String, _ tones: [Tone], _ result: ResultInformation) {
        let names = tones.map { JSONValue.string($0.rawValue) }
        endMedia(
            id, "RecognizeCompleted", result,
            own: [("recognitionType", "dtmf"), ("dtmfResult", ["tones": .array(names)])])
        let keys = String(tones.map(\.key))
        note(
            .recognized, keys, ["tones": .array(names), "sub_code": .integer(Int64(result.subCode))], call: id)
        startNextMedia(id)
    }

    private mutating func mediaFails(_ id: String, _ result: ResultInformation, index: Int? = nil) {
        guard let operation = calls[id]?.connection?.media.current else { return }
        let own = index.map { [(name: "failedPlaySourceIndex", value: JSONValue.integer(Int64($0)))] } ?? []
        endMedia(id, operation.isPlay ? "PlayFailed" : "RecognizeFailed", result, own: own)
        note(
            operation.isPlay ? .playFailed : .recognizeFailed, result.message,
            ["code": .integer(Int64(result.code)), "sub_code": .integer(Int64(result.subCode))], call: id)
        startNextMedia(id)
    }

    private mutating func endMedia(
        _ id: String, _ name: String, _ result: ResultInformation, own: [(name: String, value: JSONValue)] = []
    ) {
        guard let operation = calls[id]?.connection?.media.current else { return }
        deadlines.cancel(operation.alarm)
        calls[id]?.connection?.media.current = nil
        report(operation, name, result, own: own, call: id)
    }

    private mutating func report(
        _ operation: MediaOperation, _ name: String, _ result: ResultInformation,
        own: [(name: String, value: JSONValue)] = [], call id: String
    ) {
        emit(
            name, call: id, result: result, context: operation.operationContext, address: operation.callbackURI,
            own: own)
    }

    private mutating func setMediaAlarm(_ id: String, after delay: Double) {
        deadlines.cancel(calls[id]?.connection?.media.current?.alarm)
        let alarm = set(.media(call: id), after: delay)
        calls[id]?.connection?.media.current?.alarm = alarm
    }
}
