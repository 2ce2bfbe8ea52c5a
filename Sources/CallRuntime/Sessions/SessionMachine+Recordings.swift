import CallJournal
import CallModel
import FlowEngine

/// Recordings: begun on a call, told of by their own address, and outliving the call by their files.
extension SessionMachine {
    /// The name under which Event Grid's events of a recording find their session.
    static func callName(ofRecording id: String) -> String { "recording:" + id }

    /// A recording was decided on.
    func beginsRecording(_ id: OperationID, on number: Int) {
        recordings[id] = SessionRecording(leg: number)
    }

    /// The service named a recording.
    func named(_ operation: OperationID, recording id: String) {
        guard let recording = recordings[operation], recording.id == nil, !id.isEmpty else { return }
        recordings[operation]?.id = id
        instance?.recordings[operation.number] = RecordingView(call: recording.leg, id: id)
        slice.effects.append(.joinedCall(Self.callName(ofRecording: id)))
        recordings[operation]?.early = nil
        if let files = recording.early?[id] { filed(files, operation) }
        if recording.isUnwanted { stopUnwanted(operation) }
    }

    /// A recording that nobody waits for any more: it is stopped, now or when the service has named it.
    func giveUpRecording(_ operation: OperationID) {
        recordings[operation]?.isUnwanted = true
        stopUnwanted(operation)
    }

    private func stopUnwanted(_ operation: OperationID) {
        guard let recording = recordings[operation], let id = recording.id, !recording.isOver else { return }
        recordings[operation]?.isOver = true
        decide(
            .stopRecording(RecordingAction(recordingID: id)), leg: recording.leg, purpose: .cleanup, timeLimit: 30,
            place: "runtime")
    }

    /// A request about a recording was accepted.
    func acceptedOfRecording(_ operation: Operation, _ body: [UInt8]) {
        switch operation.action {
        case .startRecording(let start):
            let answer = (try? JSONValue(parsing: body)) ?? .null
            named(operation.id, recording: answer["recordingId"]?.stringValue ?? "")
            guard !operation.isSettled else { return }
            // Its state goes to an address of the flow's own: nothing more is heard.
            if start.stateCallbackURI.isEmpty {
                setTimer(.confirm(operation.id), after: Self.confirming)
            } else {
                settle(operation.id, .recording(operation.id))
            }
        case .stopRecording(let recording):
            over(recording.recordingID)
            settle(operation.id, .success)
        default:
            if !operation.isSettled { setTimer(.confirm(operation.id), after: Self.confirming) }
        }
    }

    /// A recording has ended.
    func over(_ id: String) {
        for operation in recordings.keys where recordings[operation]?.id == id { recordings[operation]?.isOver = true }
    }

    /// The call of recordings has ended, and they with it.
    func recordingsEnd(with number: Int) {
        for operation in recordings.keys where recordings[operation]?.leg == number {
            recordings[operation]?.isOver = true
        }
    }

    // MARK: - Events

    /// An event that came to a recording's own address; false when it changes nothing.
    func handle(_ event: CallEvent, ofRecording operation: OperationID) -> Bool {
        guard let recording = recordings[operation], let data = try? event.parsedData() else { return false }
        var taken = false
        if let id = data["recordingId"]?.stringValue, recording.id == nil {
            named(operation, recording: id)
            taken = true
        }
        if event.name == "StartRecordingFailed" {
            if operations[operation]?.isSettled == false {
                settle(operation, .failure(ActionFailure(event: event)))
                taken = true
            }
        } else if event.name == "RecordingStateChanged", let state = data["state"]?.stringValue {
            for id in [operation] + (legs[recording.leg]?.open ?? []) where settle(id, of: operation, by: state) {
                taken = true
            }
        }
        if taken { pump(recording.leg) }
        if serveQueues(event, on: recording.leg) { taken = true }
        if serveEventWaits(event) { taken = true }
        if startHooks(event.name, event, call: recording.leg) { taken = true }
        return taken
    }

    /// Settles an operation that waits for a recording to come into a state.
    private func settle(_ id: OperationID, of recording: OperationID, by state: String) -> Bool {
        guard let operation = operations[id], !operation.isSettled, operation.attempt > 0 else { return false }
        let isAbout: Bool
        switch operation.action {
        case .startRecording: isAbout = id == recording
        case .pauseRecording(let action), .resumeRecording(let action):
            isAbout = action.recordingID == recordings[recording]?.id
        default: isAbout = false
        }
        guard isAbout, Self.holds(["recordingState": .string(state)], operation.action) == true else { return false }
        if id == recording { settle(id, .recording(id)) } else { settle(id, .success) }
        return true
    }

    /// The recording that an event of Event Grid tells of; its files are noted.
    /// - Returns: the leg's number; nil when it is none of ours.
    func noteFiles(of event: CallEvent) -> Int? {
        guard event.name == "RecordingFileStatusUpdated",
            let id = RecordingFiles.recordingID(ofSubject: event.subject)
        else { return nil }
        let order = recordings.keys.sorted { $0.number < $1.number }
        let files = (try? event.parsedData()).flatMap { RecordingFiles(eventData: $0) }
        if let operation = order.first(where: { recordings[$0]?.id == id }), let recording = recordings[operation] {
            if recording.files == nil, let files { filed(files, operation) }
            return recording.leg
        }
        // The answer to the start was lost, and the one to its repeat comes after this.
        var leg: Int?
        for operation in order {
            guard var recording = recordings[operation], recording.id == nil else { continue }
            if let files { recording.early = (recording.early ?? [:]).merging([id: files]) { $1 } }
            recordings[operation] = recording
            leg = leg ?? recording.leg
        }
        return leg
    }

    /// Whether an event names a recording that this session has not begun: of somebody else in its call.
    func isOfAnother(_ event: CallEvent) -> Bool { RecordingFiles.recordingID(ofSubject: event.subject) != nil }

    /// The service has the files of a recording.
    private func filed(_ files: RecordingFiles, _ operation: OperationID) {
        let waiting = recordings[operation]?.waiting ?? []
        recordings[operation]?.files = files
        recordings[operation]?.isOver = true
        recordings[operation]?.waiting = []
        for wait in waiting {
            cancelTimer(for: .recordingFile(task: wait.task))
            ask(for: files, of: operation, wait)
        }
    }

    // MARK: - Files

    /// A task wants the files of a recording: now, or when the service has them.
    func wantsFiles(of operation: OperationID, _ wish: SessionRecording.Wait.Wish, _ timeout: Double, for task: Int) {
        guard let recording = recordings[operation] else {
            instance?.answer(task, .mistake("this recording is of another run of the flow"))
            return
        }
        let wait = SessionRecording.Wait(task: task, wish: wish, timeLimit: timeout)
        if let files = recording.files { return ask(for: files, of: operation, wait) }
        recordings[operation]?.waiting.append(wait)
        setTimer(.recordingFile(task: task), after: timeout)
    }

    private func ask(for files: RecordingFiles, of recording: OperationID, _ wait: SessionRecording.Wait) {
        guard hasRoomForOperation(wait.task) else { return }
        let id = newOperation(isRuntime: false)
        switch wait.wish {
        case .download:
            let download = RecordingDownload(name: "\(self.id)-\(recording)", files: files, timeLimit: wait.timeLimit)
            ask(outside: id, .download(id, download), for: wait.task)
        case .delete: ask(outside: id, .deleteFiles(id, files), for: wait.task)
        }
    }

    /// The files did not come in time, or nobody waits for them any more.
    func endFileWait(of task: Int) {
        cancelTimer(for: .recordingFile(task: task))
        for operation in recordings.keys { recordings[operation]?.waiting.removeAll { $0.task == task } }
    }

    /// Whether the flow would hear of files that have not come.
    var awaitsFiles: Bool {
        guard let instance, recordings.values.contains(where: \.awaitsFiles) else { return false }
        return instance.hasOwnHook(named: "RecordingFileStatusUpdated")
    }
}
