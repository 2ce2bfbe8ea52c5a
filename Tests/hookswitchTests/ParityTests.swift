import CallAutomation
import CallModel
import Foundation
import Testing

@testable import CallEmulator
@testable import FlowEngine

/// Every operation of the service is in the client, in Lua, in the emulator, in the suite of the official SDK and in the
/// README, or it says why not. The README's tables are made of the same lists.
struct ParityTests {
    /// The method of the official SDK that makes each operation; the suite must cover it.
    static let sdkMethods: [String: String] = [
        "CreateCall": "create_call", "AnswerCall": "answer_call", "RedirectCall": "redirect_call",
        "RejectCall": "reject_call", "Connect": "connect_call", "CallConnection_GetCall": "get_call_properties",
        "CallConnection_HangupCall": "hang_up", "CallConnection_TerminateCall": "hang_up",
        "CallConnection_TransferToParticipant": "transfer_call_to_participant",
        "CallConnection_GetParticipants": "list_participants", "CallConnection_GetParticipant": "get_participant",
        "CallConnection_AddParticipant": "add_participant",
        "CallConnection_CancelAddParticipant": "cancel_add_participant_operation",
        "CallConnection_RemoveParticipant": "remove_participant", "CallConnection_Mute": "mute_participant",
        "CallConnection_MoveParticipants": "move_participants", "CallMedia_Play": "play_media",
        "CallMedia_Recognize": "start_recognizing_media",
        "CallMedia_CancelAllMediaOperations": "cancel_all_media_operations",
        "CallMedia_SendDtmfTones": "send_dtmf_tones",
        "CallMedia_StartContinuousDtmfRecognition": "start_continuous_dtmf_recognition",
        "CallMedia_StopContinuousDtmfRecognition": "stop_continuous_dtmf_recognition",
        "CallMedia_Hold": "hold", "CallMedia_Unhold": "unhold", "CallRecording_StartRecording": "start_recording",
        "CallRecording_GetRecordingProperties": "get_recording_properties",
        "CallRecording_StopRecording": "stop_recording", "CallRecording_PauseRecording": "pause_recording",
        "CallRecording_ResumeRecording": "resume_recording",
        "CallMedia_StartTranscription": "start_transcription",
        "CallMedia_StopTranscription": "stop_transcription",
        "CallMedia_UpdateTranscription": "update_transcription",
        "CallMedia_StartMediaStreaming": "start_media_streaming",
        "CallMedia_StopMediaStreaming": "stop_media_streaming",
    ]

    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: project.appendingPathComponent(path), encoding: .utf8)
    }

    /// What the README says between two marks.
    private static func section(_ name: String) throws -> String {
        let readme = try text("README.md")
        let start = try #require(readme.range(of: "<!-- \(name): checked by ParityTests -->\n"))
        let end = try #require(readme.range(of: "<!-- end of \(name) -->"))
        return String(readme[start.upperBound..<end.lowerBound])
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// Holds a table against the README; a difference prints what should stand there.
    private static func check(_ name: String, _ head: [String], _ rows: [[String]]) throws {
        let table = table(head, rows)
        #expect(try section(name) == table, "the README's '\(name)' should be:\n\(table)")
    }

    private static func luaFunction(_ kind: ActionKind) -> HostFunction? {
        HostAPI.functions.first { $0.action == kind }
    }

    private static func rule(of operation: String) -> ActionRule? {
        ActionRule.all.first { $0.operations.contains(operation) }
    }

    private static func handler(of operation: String) -> Bool {
        let name = operation.split(separator: "_").last.map(String.init) ?? operation
        return OperationTable.all.first { $0.name == name }?.handler != nil
    }

    /// The words of every `covers` mark of the suite.
    private static func covered() throws -> Set<String> {
        let folder = project.appendingPathComponent("Tests/SDKConformance")
        var words: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".py") {
            let source = try text("Tests/SDKConformance/\(file)")
            for mark in source.components(separatedBy: ".covers(").dropFirst() {
                let names = mark.prefix { $0 != ")" }
                words.formUnion(names.split(separator: "\"").map(String.init))
            }
        }
        return words
    }

    @Test func everyOperationOfTheServiceIsEverywhereOrSaysWhyNot() throws {
        let covered = try Self.covered()
        let stable = ServiceContract.operations.filter { $0.previewVersion == nil }
        #expect(stable.count == 34)
        var rows: [[String]] = []
        for operation in stable {
            if let reason = ServiceContract.notYet[operation.id] {
                #expect(Self.rule(of: operation.id) == nil, "\(operation.id) is there, so no reason is needed")
                rows.append(["`\(operation.id)`", "–", "–", "–", "not yet: \(reason)"])
                continue
            }
            let rule = try #require(Self.rule(of: operation.id), "\(operation.id) has no action")
            let function = try #require(Self.luaFunction(rule.kind), "\(operation.id) has no Lua function")
            #expect(Self.handler(of: operation.id), "the emulator does not know \(operation.id)")
            let method = try #require(Self.sdkMethods[operation.id], "\(operation.id) has no scenario of the SDK")
            #expect(covered.contains(method), "no scenario of the SDK covers \(method)")
            rows.append(["`\(operation.id)`", "yes", "`\(function.shownName)`", "yes", "`\(method)`"])
        }
        let head = ["operation", "client", "Lua", "emulator", "tested with the official SDK as"]
        try Self.check("operations", head, rows)
    }

    @Test func theReadmeTellsWhatHoldsForEachAction() throws {
        let rows = ActionRule.all.map { rule in
            [
                "`\(Self.luaFunction(rule.kind)?.shownName ?? "missing")`",
                rule.success.map { "`\($0)`" } ?? "the response", rule.limitInWords, rule.cancelling.words,
            ]
        }
        let head = ["action", "ends well with", "given up after", "and undone by"]
        try Self.check("actions", head, rows)
        #expect(Set(ActionRule.all.map(\.kind)) == Set(ActionKind.allCases))
        #expect(ActionRule.all.count == ActionKind.allCases.count)
    }

    @Test func theReadmeTellsTheRulesOfCallerIDs() throws {
        let rows = CallerIDPolicy.rules.map { rule in
            let need =
                switch rule.need {
                case .required: "required"
                case .notNeeded: "not needed"
                case .impossible: "cannot be given"
                }
            return ["`\(rule.action.rawValue)`", rule.isPhone ? "a phone" : "a user", need, rule.reason]
        }
        try Self.check("caller ID", ["action", "reaches", "caller ID", "because"], rows)
    }
}
