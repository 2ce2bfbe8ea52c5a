import CallModel

/// The media queues of a leg: on each lane one operation at a time, the others wait (protocol reference, section 12).
extension EmulatorCore {
    /// Who hears it decides: what a single one of a group does runs beside what all hear.
    func lane(for targets: [CommunicationIdentifier], of leg: CallLeg) -> MediaLane {
        targets.isEmpty || others(than: leg).count < 2 ? .main : .side
    }

    /// Adds an operation: behind what there is, or in place of it.
    mutating func enqueue(_ operation: MediaOperation, interrupt: Bool, leg: String, _ lane: MediaLane) {
        if interrupt { cancelMedia(leg, lane, callEnds: false) }
        legs[leg]?[lane].waiting.append(operation)
        startNextMedia(leg, lane)
    }

    /// Cancels what runs and what waits, in order, each with its own event.
    mutating func cancelMedia(_ leg: String, callEnds: Bool) {
        for lane in MediaLane.allCases { cancelMedia(leg, lane, callEnds: callEnds) }
        if callEnds { failTones(leg, .cancelled) }
    }

    private mutating func cancelMedia(_ id: String, _ lane: MediaLane, callEnds: Bool) {
        guard let leg = legs[id] else { return }
        let media = leg[lane]
        legs[id]?[lane] = MediaQueue()
        for operation in [media.current].compactMap({ $0 }) + media.waiting {
            deadlines.cancel(operation.alarm)
            // The end of a call makes a recognition fail, a command cancels it.
            let name = operation.isPlay ? "PlayCanceled" : callEnds ? "RecognizeFailed" : "RecognizeCanceled"
            let kind: TimelineEntry.Kind =
                operation.isPlay ? .playCanceled : callEnds ? .recognizeFailed : .recognizeCanceled
            report(operation, name, .cancelled, leg: id)
            note(kind, "\(operation.isPlay ? "play" : "recognition") cancelled", call: leg.callID)
        }
        if !callEnds { watchForIdleness(leg.callID) }
    }

    /// What listens to somebody who went away fails.
    mutating func failMedia(_ id: String, listeningTo target: CommunicationIdentifier) {
        failTones(id, .notPresent, to: target)
        legs[id]?.toneListeners[target.rawID] = nil
        for lane in MediaLane.allCases {
            let waiting = legs[id]?[lane].waiting.filter { $0.targets == [target] && !$0.isPlay } ?? []
            legs[id]?[lane].waiting.removeAll { $0.targets == [target] && !$0.isPlay }
            for operation in waiting {
                report(operation, "RecognizeFailed", .notPresent, leg: id)
                note(.recognizeFailed, ResultInformation.notPresent.message, call: legs[id]?.callID ?? "")
            }
            guard let operation = legs[id]?[lane].current, operation.targets == [target], !operation.isPlay else {
                continue
            }
            mediaFails(id, lane, .notPresent)
        }
    }

    mutating func startNextMedia(_ id: String, _ lane: MediaLane) {
        guard let leg = leg(id), leg[lane].current == nil else { return }
        guard var operation = leg[lane].waiting.first else { return watchForIdleness(leg.callID) }
        legs[id]?[lane].waiting.removeFirst()
        operation.phase = .prompting
        legs[id]?[lane].current = operation
        watchForIdleness(leg.callID)
        if let index = operation.prompts.firstIndex(where: { $0.fault != nil }),
            let fault = operation.prompts[index].fault
        {
            return mediaFails(id, lane, fault, index: index)
        }
        switch operation.kind {
        case .play(let loop):
            emit(
                "PlayStarted", leg: id, context: operation.operationContext, address: operation.callbackURI)
            note(
                .playStarted, operation.text,
                [
                    "loop": .bool(loop), "to": listeners(to: operation, leg),
                    "seconds": .number(operation.seconds / configuration.mediaSpeed),
                    "sources": operation.sources(speed: configuration.mediaSpeed),
                ],
                call: leg.callID)
            if !loop { setMediaAlarm(id, lane, after: operation.seconds / configuration.mediaSpeed) }
        case .recognize(let settings):
            note(
                .recognizeStarted, operation.text,
                [
                    "max_tones": settings.input.dtmf?.maxTones.map { .integer(Int64($0)) },
                    "stop_tones": settings.input.dtmf.map { .string(String($0.stopTones.map(\.key))) },
                    "choices": settings.input.labels, "to": listeners(to: operation, leg),
                    "seconds": .number(operation.seconds / configuration.mediaSpeed),
                    "sources": operation.sources(speed: configuration.mediaSpeed),
                ], call: leg.callID)
            if settings.interruptPrompt || operation.prompts.isEmpty {
                answerByScript(operation, settings, leg.callID)
            }
            if operation.prompts.isEmpty {
                listen(id, lane, settings)
            } else {
                setMediaAlarm(id, lane, after: operation.seconds / configuration.mediaSpeed)
            }
        }
    }

    /// Raw ids of those who hear an operation.
    private func listeners(to operation: MediaOperation, _ leg: CallLeg) -> JSONValue {
        let heard = operation.targets.isEmpty ? others(than: leg).map(\.identifier) : operation.targets
        return .array(heard.map { .string($0.rawID) })
    }

    /// The prompt has ended, or a timeout has.
    mutating func mediaAlarm(_ id: String, _ lane: MediaLane) {
        guard let leg = leg(id), let operation = leg[lane].current else { return }
        switch (operation.kind, operation.phase) {
        case (.play, _):
            endMedia(
                id, lane, "PlayCompleted",
                ResultInformation(code: 200, subCode: 0, message: "Action completed successfully.")
            )
            note(.playCompleted, operation.text, call: leg.callID)
            startNextMedia(id, lane)
        case (.recognize(let settings), .waiting), (.recognize(let settings), .prompting):
            if !settings.interruptPrompt { answerByScript(operation, settings, leg.callID) }
            listen(id, lane, settings)
        case (.recognize, .silent):
            mediaFails(
                id, lane,
                ResultInformation(code: 400, subCode: 8510, message: "Action failed, initial silence timeout reached."))
        case (.recognize, .collecting):
            mediaFails(
                id, lane,
                ResultInformation(
                    code: 400, subCode: 8532, message: "Action failed, inter-digit silence timeout reached."))
        case (.recognize(let settings), .speaking):
            understood(id, lane, operation.words.joined(separator: " "), settings)
        }
    }

    private mutating func listen(_ id: String, _ lane: MediaLane, _ settings: RecognizeSettings) {
        legs[id]?[lane].current?.phase = .silent
        setMediaAlarm(id, lane, after: settings.initialSilenceTimeout)
    }

    mutating func mediaFails(
        _ id: String, _ lane: MediaLane, _ result: ResultInformation, index: Int? = nil
    ) {
        guard let operation = legs[id]?[lane].current else { return }
        let own = index.map { [(name: "failedPlaySourceIndex", value: JSONValue.integer(Int64($0)))] } ?? []
        endMedia(id, lane, operation.isPlay ? "PlayFailed" : "RecognizeFailed", result, own: own)
        note(
            operation.isPlay ? .playFailed : .recognizeFailed, result.message,
            ["code": .integer(Int64(result.code)), "sub_code": .integer(Int64(result.subCode))],
            call: legs[id]?.callID ?? "")
        startNextMedia(id, lane)
    }

    mutating func endMedia(
        _ id: String, _ lane: MediaLane, _ name: String, _ result: ResultInformation,
        own: [(name: String, value: JSONValue)] = []
    ) {
        guard let operation = legs[id]?[lane].current else { return }
        deadlines.cancel(operation.alarm)
        legs[id]?[lane].current = nil
        report(operation, name, result, own: own, leg: id)
    }

    private mutating func report(
        _ operation: MediaOperation, _ name: String, _ result: ResultInformation,
        own: [(name: String, value: JSONValue)] = [], leg id: String
    ) {
        emit(
            name, leg: id, result: result, context: operation.operationContext, address: operation.callbackURI,
            own: own)
    }

    mutating func setMediaAlarm(_ id: String, _ lane: MediaLane, after delay: Double) {
        deadlines.cancel(legs[id]?[lane].current?.alarm)
        let alarm = set(.media(leg: id, lane), after: delay)
        legs[id]?[lane].current?.alarm = alarm
    }
}
