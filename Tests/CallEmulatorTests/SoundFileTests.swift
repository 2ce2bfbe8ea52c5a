import CallModel
import Foundation
import Testing

@testable import CallAudio
@testable import CallEmulator

/// Files of recordings: real ones, as long as what was recorded.
struct SoundFileTests {
    /// The file of a call in which somebody spoke, keys were pressed, and the recording paused for ten seconds.
    private func content(_ options: JSONObject, _ voices: Voices? = nil) throws -> (content: SoundFile, seconds: Double)
    {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let connection = String(path.split(separator: "/").last ?? "")
        var body: JSONObject = ["callConnectionId": .string(connection), "recordingContentType": "audio"]
        for member in options.members { body[member.name] = member.value }
        let started = bench.request("POST", "/calling/recordings", .object(body))
        #expect(started.status == 200, "\(started)")
        let id = try #require(started.body?["recordingId"]?.stringValue)
        try bench.core.say("one two three four five", on: CoreBench.caller, at: bench.time)
        bench.wait(2)
        #expect(bench.request("POST", "/calling/recordings/\(id):pause").status == 202)
        bench.wait(10)
        #expect(bench.request("POST", "/calling/recordings/\(id):resume").status == 202)
        try bench.press("5")
        bench.wait(0.5)
        #expect(bench.request("DELETE", "/calling/recordings/\(id)").status == 204)
        #expect(bench.core.recordingFile(id) == nil)
        bench.wait(1.1)
        return (try #require(bench.core.recordingFile(id, voices: voices)), 2.5)
    }

    private func probe(_ content: SoundFile, _ name: String) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + name)
        try Data(try content.bytes(0..<content.count)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "default=nw=1:nk=1", file.path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try #require(
            Double(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private static let hasProbe = ["/usr/bin/ffprobe", "/usr/local/bin/ffprobe"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test func aWAVFileSaysWhatItHolds() throws {
        let (content, seconds) = try content(["recordingFormatType": "wav"])
        let header = try content.bytes(0..<44)
        #expect(String(decoding: header[0..<4], as: UTF8.self) == "RIFF")
        #expect(content.count == 44 + Int(seconds * 16_000) * 2)
        let samples = try content.bytes(44..<content.count)
        let loud = stride(from: 0, to: samples.count, by: 2).filter { samples[$0] != 0 || samples[$0 + 1] != 0 }
        #expect(loud.count > 16_000, "somebody is heard")
    }

    @Test func partsOfAFileAreThoseOfTheWhole() throws {
        for format in ["wav", "mp3", "mp4"] {
            let (content, _) = try content([
                "recordingFormatType": .string(format),
                "recordingContentType": format == "mp4" ? "audioVideo" : "audio",
            ])
            let whole = try content.bytes(0..<content.count)
            #expect(whole.count == content.count)
            for part in [0..<1, 43..<45, 45..<46, 47..<1_001, content.count - 3..<content.count + 50] {
                #expect(try content.bytes(part) == Array(whole[part.clamped(to: 0..<whole.count)]), "\(format) \(part)")
            }
        }
    }

    @Test func unmixedPeopleHaveChannelsOfTheirOwn() throws {
        let (content, seconds) = try content([
            "recordingChannelType": "unmixed", "recordingFormatType": "wav",
        ])
        let channels = Int(try content.bytes(22..<23)[0])
        #expect(channels == 2)
        #expect(content.count == 44 + Int(seconds * 16_000) * 2 * channels)
    }

    @Test(.enabled(if: hasProbe), arguments: ["wav", "mp3"])
    func ffprobeFindsTheLength(format: String) throws {
        let (content, seconds) = try content(["recordingFormatType": .string(format)])
        let found = try probe(content, "." + format)
        #expect(abs(found - seconds) < 0.08)
    }

    @Test(.enabled(if: hasProbe)) func ffprobeFindsTheLengthOfVideo() throws {
        let (content, seconds) = try content(["recordingContentType": "audioVideo", "recordingFormatType": "mp4"])
        let found = try probe(content, ".mp4")
        #expect(abs(found - seconds) < 0.08)
    }

    private static let hasDecoder = SystemProcess.find("ffmpeg") != nil

    @Test(.enabled(if: hasDecoder), arguments: [("wav", "audio"), ("mp3", "audio"), ("mp4", "audioVideo")])
    func theSoundIsInEveryFormat(format: String, kind: String) throws {
        let (content, _) = try content([
            "recordingFormatType": .string(format), "recordingContentType": .string(kind),
        ])
        let path = NSTemporaryDirectory() + UUID().uuidString + "." + format
        try Data(try content.bytes(0..<content.count)).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let end = try SystemProcess.run(
            try #require(SystemProcess.find("ffmpeg")),
            ["-v", "error", "-xerror", "-i", path, "-vn", "-f", "s16le", "-ac", "1", "-ar", "16000", "-"], input: [],
            outputLimit: 1 << 20, timeLimit: .init(.seconds(60)), isCancelled: { false })
        #expect(end.code == 0)
        let samples = PCM.samples(littleEndian: end.output)
        // Words hum from 0 s to 1.38 s, the key 5 sounds at 2 s.
        #expect(FakeVoice.level(137.5, samples[0..<16_000]) > 500)
        let key = samples[AudioTime.frames(2.0)..<AudioTime.frames(2.1)]
        #expect(FakeVoice.level(770, key) > 2_500 && FakeVoice.level(1_336, key) > 2_500)
    }

    @Test func aVoiceChangesTheSoundAndNotTheLength() async throws {
        try await FakeVoice.with { speech, _ in
            let hummed = try content(["recordingFormatType": "mp3"]).content
            let spoken = try content(["recordingFormatType": "mp3"], Voices(speech)).content
            #expect(hummed.count == spoken.count)
            #expect(try hummed.bytes(0..<hummed.count) != spoken.bytes(0..<spoken.count))
            #expect(try spoken.sha256() == spoken.sha256())
        }
    }

    @Test func bytesThatWouldNotFitAreNotGiven() async throws {
        // Speaks once, and nothing is kept.
        try await FakeVoice.with("[ -e FOLDER/once ] && exit 1; touch FOLDER/once; cat FOLDER/a.wav") { speech, _ in
            let (file, _) = try content(["recordingFormatType": "wav"], Voices(speech, cacheLimit: 0))
            _ = try file.bytes(0..<1_000)
            #expect(throws: SoundFile.VoiceLost.self) { try file.bytes(1_000..<2_000) }
            #expect(throws: SoundFile.VoiceLost.self) { try file.sha256() }
        }
    }

    @Test func aVoiceThatHangsIsHummed() async throws {
        try await FakeVoice.with("sleep 600") { speech, _ in
            let hummed = try content(["recordingFormatType": "wav"]).content
            let voices = Voices(speech, timeLimit: .milliseconds(50))
            #expect(try content(["recordingFormatType": "wav"], voices).content.sha256() == hummed.sha256())
        }
    }
}
