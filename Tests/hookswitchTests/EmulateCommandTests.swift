import Foundation
import FoundationNetworking
import Testing

/// What `hookswitch emulate` makes of files and flags for faults and TLS.
@Suite struct EmulateCommandTests {
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("faults-\(UUID().uuidString).json")
            .path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test(
        arguments: [
            (#"{"duplicat": 0.1}"#, "there is no fault 'duplicat'; did you mean 'duplicate'?"),
            (#"{"slow": {"secods": 3}}"#, "the fault 'slow' has no detail 'secods'; did you mean 'seconds'?"),
            (#"{"slow": "#, "is no JSON"),
        ])
    func aWrongFileOfFaultsIsNamedWithItsFault(text: String, words: String) async throws {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = try RunningCommand("emulate", "--port", "0", "--faults", path)
        let outcome = try await process.finished()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(path) && outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func aFileThatIsNotThereIsNamed() async throws {
        let outcome = try await RunningCommand("emulate", "--port", "0", "--faults", "/nowhere/faults.json").finished()
        #expect(outcome.status == 64 && outcome.errors.contains("there is no file /nowhere/faults.json"))
    }

    @Test func theEmulatorSpeaksHTTPSAndWritesItsCertificate() async throws {
        let faults = try file(#"{"duplicate": 0.1, "reorder": true}"#)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ca-\(UUID().uuidString).pem").path
        defer {
            try? FileManager.default.removeItem(atPath: path)
            try? FileManager.default.removeItem(atPath: faults)
        }
        let process = try RunningCommand(
            "emulate", "--port", "0", "--tls", "--tls-certificate", path, "--faults", faults, "--fault-seed", "7")
        try await process.waits(for: "accesskey=")
        #expect(process.output.hasPrefix("endpoint=https://127.0.0.1:"))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("-----BEGIN CERTIFICATE-----"))
        process.terminate()
        #expect(try await process.finished().status == 0)
    }

    @Test func itComesBackAtItsPortHoweverItEnded() async throws {
        let port = try FreePort.take()
        for round in 0..<4 {
            let process = try RunningCommand("emulate", "--port", "\(port)")
            try await process.waits(for: "endpoint=http://127.0.0.1:\(port)/")
            if round.isMultiple(of: 2) { process.terminate() } else { process.kill() }
            #expect(try await process.finished().status == (round.isMultiple(of: 2) ? 0 : 128 + 9))
        }
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        let port = try FreePort.take()
        let first = try RunningCommand("emulate", "--port", "\(port)")
        try await first.waits(for: "accesskey=")
        let second = try await RunningCommand("emulate", "--port", "\(port)").finished()
        #expect(second.status == 69 && second.errors.contains("cannot listen on port \(port)"))
        first.terminate()
        #expect(try await first.finished().status == 0)
    }

    @Test func aCertificateWithoutTLSIsRefused() async throws {
        let outcome = try await RunningCommand("emulate", "--tls-certificate", "x").finished()
        #expect(outcome.status == 64 && outcome.errors.contains("--tls-certificate goes with --tls"))
    }

    @Test func withoutEspeakPromptsHaveNoSound() async throws {
        let process = try RunningCommand(["emulate", "--port", "0"], environment: ["PATH": "/nowhere"])
        try await process.waits(for: "accesskey=")
        let endpoint = try #require(process.output.split(separator: "=").dropFirst().first?.split(separator: ";").first)
        let address = try #require(URL(string: endpoint + "emulator/v1/prompts?text=Hello"))
        let (body, response) = try await URLSession.shared.data(from: address)
        #expect((response as? HTTPURLResponse)?.statusCode == 501)
        #expect(String(decoding: body, as: UTF8.self).contains("espeak-ng is not installed"))
        process.terminate()
        #expect(try await process.finished().status == 0)
    }
}
