import Foundation
import Testing

/// A message from ring to file, as a user has it: `hookswitch dev`, `hookswitch call`, and a WAV file in a folder.
extension ProcessTests {
    @Suite struct VoicemailTests {
        private static let flow =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/flows/voicemail/main.lua"

        @Test func aMessageIsAFileOfTheRightLength() async throws {
            let source = try String(contentsOfFile: Self.flow, encoding: .utf8)
            let flows = try FlowFolder(["voicemail/main.lua": source])
            let kept = try FlowFolder([:])
            let server = try await DevServer.start(flows, ["--recordings", kept.path, "--media-speed", "1"])
            let call = try server.begin(
                "--to", "+18005550122", "--say", "Please call me back.", "--hang-up-after", "8")
            let told = try await call.finished().output
            for line in ["recording_started", "Please call me back.", "hung_up", "recording_stopped"] {
                #expect(told.contains(line), "\(line) in \(told)")
            }
            // The inbox of the example is not there, so the message stays.
            try await server.waits(for: "nobody was told of a message")
            let names = try FileManager.default.contentsOfDirectory(atPath: kept.path)
            #expect(names.count == 1)
            let name = try #require(names.first { $0.hasSuffix(".wav") })
            let file = try Data(contentsOf: URL(fileURLWithPath: kept.path + "/" + name))
            #expect(file.prefix(4) == Data("RIFF".utf8))
            let rate = file[24..<28].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(rate == 16_000)
            // As long as the timeline says.
            let words = try #require(told.split(separator: "\n").first { $0.contains("recording_stopped") })
            let seconds = try #require(words.split(separator: " ").compactMap { Double($0) }.last)
            #expect(abs(Double(file.count - 44) / 32_000 - seconds) < 0.06, "\(words)")
            _ = await server.stop()
        }
    }
}
