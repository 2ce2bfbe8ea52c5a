import CallModel
import Testing

@testable import FlowEngine

/// A recording as flows have it.
struct RecordingFunctionsTests {
    private func driver(_ body: String) throws -> InstanceDriver {
        let driver = try InstanceDriver.handling("local recording = call:start_recording()\n" + body)
        driver.instance.recordings[2] = RecordingView(call: 1, id: "rec1")
        driver.settle(driver.asks[0].task, .recording(OperationID(2)))
        return driver
    }

    @Test(arguments: [
        ("pause", ActionKind.pauseRecording), ("resume", .resumeRecording), ("stop", .stopRecording),
        ("state", .recordingState),
    ])
    func aMethodAsksForItsAction(name: String, kind: ActionKind) throws {
        let driver = try driver("recording:\(name) { timeout = 9 }")
        guard case .act(1, let action)? = driver.asks.last?.request else {
            Issue.record("nothing was asked for: \(driver.failures)")
            return
        }
        #expect(action.action.kind == kind)
        #expect(action.timeout == 9)
        switch action.action {
        case .pauseRecording(let recording), .resumeRecording(let recording), .stopRecording(let recording),
            .recordingState(let recording):
            #expect(recording.recordingID == "rec1")
        default: Issue.record("\(action.action) is about no recording")
        }
    }

    @Test func filesAreWaitedForFiveMinutesUnlessToldOtherwise() throws {
        guard case .download(let recording, let timeout)? = try driver("recording:download()").asks.last?.request else {
            Issue.record("no download")
            return
        }
        #expect(recording == OperationID(2) && timeout == 300)
        guard case .deleteFile(_, let other)? = try driver("recording:delete { timeout = 7 }").asks.last?.request else {
            Issue.record("no deletion")
            return
        }
        #expect(other == 7)
    }

    @Test(arguments: [
        ("recording.pause()", "write a colon"), ("return recording.nam", "a recording has no 'nam'"),
        ("recording.id = 1", "id"), ("recording:stop { timeot = 1 }", "did you mean 'timeout'"),
    ])
    func aMistakeSaysWhatIsWrong(code: String, sentence: String) throws {
        let driver = try driver(code)
        #expect(driver.failures.first?.message.contains(sentence) == true, "\(driver.failures)")
    }
}
