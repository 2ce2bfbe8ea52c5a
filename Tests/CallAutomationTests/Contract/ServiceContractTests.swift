import CallAutomation
import CallModel
import Foundation
import Testing

@Suite struct ServiceContractTests {
    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../scripts").standardizedFileURL
    private static let published = scripts.appending(path: "../../shared/acs").standardizedFileURL

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: published.appending(path: "openapi-bundled.json").path()),
            "the published files are not beside the project"))
    func theEmbeddedContractIsMadeFromThePublishedFiles() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.scripts.appending(path: "contract.py").path(), Self.published.path(), "--check",
        ]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words)")
    }

    @Test func allOperationsOfTheStableVersionAndThePreviewsAreThere() {
        let stable = ServiceContract.operations.filter { $0.previewVersion == nil }
        #expect(ServiceContract.version == ActionRequest.defaultAPIVersion)
        #expect(stable.count == 34 && ServiceContract.operations.count == 41)
        #expect(Set(ServiceContract.operations.map(\.id)).count == 41)
        #expect(stable.filter(\.takesRepeatability).count == 14)
        for operation in ServiceContract.operations {
            #expect(operation.responses.isEmpty == false)
            #expect(operation.requestDefinition == nil || operation.method != "GET")
        }
    }

    @Test func everyEventThatAHookKnowsIsInTheContract() {
        #expect(Set(EventName.service).subtracting(ServiceContract.events).isEmpty)
    }

    @Test(arguments: [
        ("POST", "/calling/callConnections?api-version=x", "CreateCall"),
        ("POST", "/calling/callConnections:answer", "AnswerCall"),
        ("GET", "/calling/callConnections/a", "CallConnection_GetCall"),
        ("DELETE", "/calling/callConnections/a", "CallConnection_HangupCall"),
        ("POST", "/calling/callConnections/a:play", "CallMedia_Play"),
        ("POST", "/calling/callConnections/a/participants:add", "CallConnection_AddParticipant"),
        ("GET", "/calling/callConnections/a/participants", "CallConnection_GetParticipants"),
        ("GET", "/calling/callConnections/a/participants/4:%2B1", "CallConnection_GetParticipant"),
        ("GET", "/calling/callConnections/a/participants/8:acs:add", "CallConnection_GetParticipant"),
        ("POST", "/calling/callConnections/a/participants:unmute", "CallConnection_Unmute"),
        ("POST", "/calling/recordings/r:pause", "CallRecording_PauseRecording"),
        ("GET", "/calling/recordings/r/result", "CallRecording_GetRecordingResult"),
    ])
    func operationsAreFoundByMethodAndPath(_ method: String, _ path: String, _ id: String) throws {
        let operation = try #require(ServiceContract.operation(method: method, path: path))
        #expect(operation.id == id)
        #expect(operation.matches(method: method, path: path))
        #expect(ServiceContract.operation(id: id) == operation)
    }

    @Test(arguments: [
        ("GET", "/calling/callConnections"), ("POST", "/calling/callConnections/a:sing"), ("POST", "/"), ("POST", ""),
        ("PUT", "/calling/callConnections/a"), ("post", "/calling/callConnections"), ("GET", "/calling/recordings"),
        ("POST", "/calling/callConnections/:play"), ("GET", "/calling/callConnections/a/participants/b/c"),
    ])
    func thereIsNoOperationElsewhere(_ method: String, _ path: String) {
        #expect(ServiceContract.operation(method: method, path: path) == nil)
    }
}
