import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Recordings: their own address, their state, and files that come after the call.
struct RecordingTests {
    private static let recording: JSONValue = ["recordingId": "rec1", "recordingState": "inactive"]
    private static let file: [(String, JSONValue)] = [
        (
            "recordingStorageInfo",
            [
                "recordingChunks": [
                    ["documentId": "d", "index": 0, "contentLocation": "https://x/c", "deleteLocation": "https://x/d"]
                ]
            ]
        ), ("recordingDurationMs", 2_500), ("recordingFormatType", "Wav"),
    ]

    private func driver(_ body: String, hooks: String = "") throws -> MachineDriver {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              local recording, err = call:start_recording()
              log.info(recording and "recording " .. recording.id or "nil " .. err.reason)
              if not recording then return end
              \(body)
            end)
            \(hooks)
            """)
        try driver.connect()
        #expect(driver.sent.last?.hasPrefix("2 start_recording c1 wav") == true)
        return driver
    }

    private func starts(_ driver: MachineDriver) throws {
        try driver.answer("2", 200, Self.recording)
        driver.event("RecordingStateChanged", leg: "2", [("recordingId", "rec1"), ("state", "active")])
        #expect(driver.said == ["recording rec1"])
        #expect(driver.calls.contains("recording:rec1"))
    }

    private func filed(_ driver: MachineDriver) {
        driver.grid(
            "RecordingFileStatusUpdated", subject: "/recording/call/x/serverCallId/s1/recordingId/rec1", Self.file)
    }

    @Test func itBeginsWhenTheServiceSaysSo() throws {
        let driver = try driver("sleep(60)")
        try driver.answer("2", 200, Self.recording)
        #expect(driver.said.isEmpty)
        driver.event("RecordingStateChanged", leg: "2", [("recordingId", "rec1"), ("state", "active")])
        #expect(driver.said == ["recording rec1"])
        try driver.verify()
    }

    @Test func anEventMayOvertakeTheAnswer() throws {
        let driver = try driver("sleep(60)")
        driver.event("RecordingStateChanged", leg: "2", [("recordingId", "rec1"), ("state", "active")])
        #expect(driver.said == ["recording rec1"])
        try driver.answer("2", 200, Self.recording)
        try driver.verify()
    }

    @Test func withoutAnEventTheServiceIsAsked() throws {
        let driver = try driver("sleep(60)")
        try driver.answer("2", 200, Self.recording)
        driver.advance(3.1)
        #expect(driver.sent.last == "r1 recording_state rec1")
        try driver.answer("r1", 200, ["recordingId": "rec1", "recordingState": "active"])
        #expect(driver.said == ["recording rec1"])
        try driver.verify()
    }

    @Test func aFailureIsTold() throws {
        let driver = try driver("sleep(60)")
        try driver.answer("2", 202, Self.recording)
        driver.event(
            "StartRecordingFailed", leg: "2",
            [("recordingId", "rec1"), ("resultInformation", ["code": 400, "subCode": 8553, "message": "no"])])
        #expect(driver.said.first?.hasPrefix("nil ") == true)
        try driver.verify()
    }

    @Test func pausingAndGoingOnAreToldByTheState() throws {
        let driver = try driver(
            "log.info(tostring(recording:pause())); log.info(tostring(recording:resume())); sleep(60)")
        try starts(driver)
        #expect(driver.sent.last == "3 pause_recording rec1")
        try driver.answer("3", 202)
        driver.event("RecordingStateChanged", leg: "2", [("recordingId", "rec1"), ("state", "inactive")])
        #expect(driver.sent.last == "4 resume_recording rec1")
        try driver.answer("4", 202)
        driver.event("RecordingStateChanged", leg: "2", [("recordingId", "rec1"), ("state", "active")])
        #expect(driver.said == ["recording rec1", "true", "true"])
        try driver.verify()
    }

    @Test func pausingWhatIsPausedIsDone() throws {
        let driver = try driver("log.info(tostring(recording:pause())); sleep(60)")
        try starts(driver)
        try driver.refuse("3", 400, 8573)
        #expect(driver.said.last == "true")
        try driver.verify()
    }

    @Test func stoppingTwiceIsDone() throws {
        let driver = try driver(
            "log.info(tostring(recording:stop())); log.info(tostring(recording:stop())); sleep(60)")
        try starts(driver)
        try driver.answer("3", 204)
        try driver.refuse("4", 404, 8522)
        #expect(driver.said.suffix(2) == ["true", "true"])
        #expect(driver.state == "connected", "not found means the recording, not the call")
        try driver.verify()
    }

    @Test func theFileIsFetchedAfterTheCall() throws {
        let driver = try driver(
            """
            call:hang_up { for_everyone = true }
            local got, why = recording:download()
            log.info(got and got.files[1].path .. " " .. got.duration .. " " .. got.format or "nil " .. why.reason)
            log.info(tostring(recording:delete()))
            """)
        try starts(driver)
        try driver.answer("3", 204)
        driver.disconnect()
        #expect(driver.end == nil, "it stays for the file")
        driver.advance(20)
        filed(driver)
        #expect(driver.asked == ["4 download [\"https://x/c\"]"])
        try driver.answer("4", 200, ["files": [["path": "/rec/a.wav", "bytes": 44]]])
        #expect(driver.said.last == "/rec/a.wav 2.5 wav")
        #expect(driver.asked.last == "5 delete [\"https://x/d\"]")
        try driver.answer("5", 200)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aFileMayBeToldOfBeforeItsRecordingHasAName() throws {
        let driver = try driver(
            "local got = recording:download(); log.info(got and got.files[1].path or 'nil'); sleep(60)",
            hooks: "on('RecordingFileStatusUpdated', function(call, event) log.info('told') end)")
        // The process that began it has ended, and so has the call.
        filed(driver)
        #expect(driver.said == ["told"])
        try driver.answer("2", 200, Self.recording)
        driver.advance(3.1)
        try driver.answer("r1", 200, ["recordingId": "rec1", "recordingState": "active"])
        #expect(driver.asked == ["3 download [\"https://x/c\"]"])
        try driver.answer("3", 200, ["files": [["path": "/rec/a.wav", "bytes": 44]]])
        #expect(driver.said == ["told", "recording rec1", "/rec/a.wav"])
        try driver.verify()
    }

    @Test func aFileOfSomebodyElsesRecordingIsNoBusinessOfOurs() throws {
        let driver = try driver(
            "sleep(60)", hooks: "on('RecordingFileStatusUpdated', function(call, event) log.info('told') end)")
        try starts(driver)
        driver.grid(
            "RecordingFileStatusUpdated", subject: "/recording/call/x/serverCallId/s1/recordingId/other", Self.file)
        #expect(driver.said == ["recording rec1"])
        try driver.verify()
    }

    @Test func aFileThatNeverComesIsATimeout() throws {
        let driver = try driver(
            "local got, why = recording:download { timeout = 30 }; log.info(got and 'got' or why.reason); sleep(60)")
        try starts(driver)
        driver.advance(31)
        #expect(driver.said.last == "timeout")
        filed(driver)
        #expect(driver.asked.isEmpty)
        try driver.verify()
    }

    @Test func aHookHearsOfTheFileThoughItsCallIsOver() throws {
        let driver = try driver(
            "call:hang_up()",
            hooks: """
                on("RecordingFileStatusUpdated", function(call, event)
                  log.info("file " .. event.recording_duration_ms .. " of " .. call.state)
                end)
                """)
        try starts(driver)
        try driver.answer("3", 204)
        driver.disconnect()
        #expect(driver.end == nil)
        filed(driver)
        #expect(driver.said.last == "file 2500 of disconnected")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func nobodyWaitsForeverForAFile() throws {
        let driver = try driver("call:hang_up()", hooks: "on('RecordingFileStatusUpdated', function() end)")
        try starts(driver)
        try driver.answer("3", 204)
        driver.disconnect()
        driver.advance(301)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aRecordingThatBeginsTooLateIsStopped() throws {
        let driver = try driver("sleep(60)")
        driver.advance(31)
        #expect(driver.said == ["nil timeout"])
        try driver.answer("2", 200, Self.recording)
        #expect(driver.sent.last == "r1 stop_recording rec1")
        try driver.verify()
    }

    @Test(arguments: [
        ("content = 'audio_video', format = 'wav'", "video is recorded as mp4 only"),
        ("format = 'mp4'", "mp4 is for video"),
        ("channel = 'unmixed', format = 'mp3'", "unmixed audio is recorded as wav"),
        ("channel_order = { '+14255550123' }", "for unmixed recordings"),
        ("storage = 'here'", "'storage' must be an address"),
    ])
    func aMistakeSaysWhatDoesNotFit(options: String, sentence: String) throws {
        let driver = try MachineDriver(
            "on('IncomingCall', function(call) call:answer(); call:start_recording { \(options) } end)")
        try driver.connect()
        #expect(driver.complaints.first?.contains(sentence) == true, "\(driver.complaints)")
    }
}
