import CallModel
import Testing

@testable import CallEmulator

/// What is allowed when (protocol reference, 17.2), one row for each action.
@Suite struct StateTableTests {
    enum State: CaseIterable {
        case connecting, connected, transferring, ended
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let action: String
        let method: String
        let path: String
        var body: JSONValue?
        /// Status and code in the order of the states.
        let answers: [String]
        var testDescription: String { action }
    }

    private static let target = CoreBench.person(CoreBench.target)
    private static let established = ["400 8501", "202 ", "400 8585", "404 8522"]
    /// Nothing was set up with the call.
    private static let unset = ["400 8501", "405 8522", "400 8585", "404 8522"]
    private static let always = ["200 ", "200 ", "200 ", "404 8522"]
    private static let caller: JSONValue = ["value": .string(CoreBench.service)]
    private static let text: JSONValue = ["kind": "text", "text": ["text": "x"]]
    private static let options: JSONValue = [
        "targetParticipant": CoreBench.person(CoreBench.user), "dtmfOptions": ["maxTonesToCollect": 1],
    ]

    static let rows: [Row] = [
        Row(action: "GetCall", method: "GET", path: "", answers: always),
        Row(action: "GetParticipants", method: "GET", path: "/participants", answers: always),
        Row(action: "HangupCall", method: "DELETE", path: "", answers: ["204 ", "204 ", "204 ", "404 8522"]),
        Row(
            action: "TerminateCall", method: "POST", path: ":terminate", answers: ["204 ", "204 ", "204 ", "404 8522"]),
        Row(action: "Play", method: "POST", path: ":play", body: ["playSources": [text]], answers: established),
        Row(
            action: "Recognize", method: "POST", path: ":recognize",
            body: ["recognizeInputType": "dtmf", "recognizeOptions": options], answers: established),
        Row(
            action: "CancelAllMediaOperations", method: "POST", path: ":cancelAllMediaOperations", answers: established),
        Row(
            action: "SendDtmfTones", method: "POST", path: ":sendDtmfTones",
            body: ["tones": ["one"], "targetParticipant": target],
            answers: ["400 8501", "404 8522", "400 8585", "404 8522"]),
        Row(
            action: "StartContinuousDtmfRecognition", method: "POST", path: ":startContinuousDtmfRecognition",
            body: ["targetParticipant": CoreBench.person(CoreBench.user)],
            answers: established.map { $0 == "202 " ? "200 " : $0 }),
        Row(
            action: "StopContinuousDtmfRecognition", method: "POST", path: ":stopContinuousDtmfRecognition",
            body: ["targetParticipant": CoreBench.person(CoreBench.user)],
            answers: established.map { $0 == "202 " ? "200 " : $0 }),
        Row(
            action: "Hold", method: "POST", path: ":hold",
            body: ["targetParticipant": CoreBench.person(CoreBench.user)],
            answers: established.map { $0 == "202 " ? "200 " : $0 }),
        Row(
            action: "Unhold", method: "POST", path: ":unhold",
            body: ["targetParticipant": CoreBench.person(CoreBench.user)],
            answers: established.map { $0 == "202 " ? "200 " : $0 }),
        Row(
            action: "StartTranscription", method: "POST", path: ":startTranscription", body: ["locale": "en-US"],
            answers: unset),
        Row(
            action: "UpdateTranscription", method: "POST", path: ":updateTranscription", body: ["locale": "en-US"],
            answers: unset),
        Row(
            action: "StopTranscription", method: "POST", path: ":stopTranscription", body: [:], answers: unset),
        Row(
            action: "StartMediaStreaming", method: "POST", path: ":startMediaStreaming", body: [:], answers: unset),
        Row(
            action: "StopMediaStreaming", method: "POST", path: ":stopMediaStreaming", body: [:], answers: unset),
        Row(
            action: "AddParticipant", method: "POST", path: "/participants:add",
            body: ["participantToAdd": target, "sourceCallerIdNumber": caller], answers: established),
        Row(
            action: "CancelAddParticipant", method: "POST", path: "/participants:cancelAddParticipant",
            body: ["invitationId": "none"], answers: ["400 8501", "404 8522", "400 8585", "404 8522"]),
        Row(
            action: "RemoveParticipant", method: "POST", path: "/participants:remove",
            body: ["participantToRemove": target], answers: established),
        Row(
            action: "Mute", method: "POST", path: "/participants:mute",
            body: ["targetParticipants": [CoreBench.person(CoreBench.user)]],
            answers: ["400 8501", "200 ", "400 8585", "404 8522"]),
        Row(
            action: "MoveParticipants", method: "POST", path: "/participants:moveHere",
            body: ["targetParticipants": [target], "fromCall": "none"],
            answers: ["400 8501", "404 8522", "400 8585", "404 8522"]),
        Row(
            action: "TransferToParticipant", method: "POST", path: ":transferToParticipant",
            body: ["targetParticipant": CoreBench.person(CoreBench.bot)],
            answers: ["400 8501", "202 ", "409 8607", "404 8522"]),
    ]

    @Test(arguments: rows)
    func anActionIsRefusedInTheWrongState(row: Row) throws {
        #expect(row.answers.count == State.allCases.count)
        for (state, answer) in zip(State.allCases, row.answers) {
            var bench = try CoreBench()
            let path = try connection(in: state, &bench)
            #expect(bench.errorCode(bench.request(row.method, path + row.path, row.body)) == answer, "\(state)")
        }
    }

    private func connection(in state: State, _ bench: inout CoreBench) throws -> String {
        try bench.core.setPhone(CoreBench.user, whenRung: .answer(after: 0.5))
        let path = bench.path(bench.create([CoreBench.user]))
        if state == .connecting { return path }
        bench.wait(1)
        switch state {
        case .connecting, .connected: break
        case .transferring:
            bench.request(
                "POST", path + ":transferToParticipant", ["targetParticipant": CoreBench.person(CoreBench.bot)])
        case .ended: try bench.hangUp(CoreBench.user)
        }
        return path
    }
}
