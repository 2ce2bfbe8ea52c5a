import ArgumentParser
import AsyncHTTPClient
import CallModel
import Foundation
import NIOCore

struct Call: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ring the emulator and follow the call to its end.",
        discussion: """
            Keys are pressed one entry at a time, each when the flow next listens:

              hookswitch call --to +18005550199 --press 1
              hookswitch call --to +18005550199 --press 9,9,2      # wrong twice, then 2

            Exit code 0 when the call was answered, 2 when it was not, 69 when there is no emulator.
            """)

    @Option(help: "The caller.")
    var from = "+14255550100"

    @Option(help: "The number that is called.")
    var to: String

    @Option(help: "Keys, one entry per recognition, with commas between; an empty entry stays silent.")
    var press: String?

    @Option(help: "The caller hangs up this many seconds after dialling.")
    var hangUpAfter: Double?

    @Option(help: "The emulator's address. (HOOKSWITCH_EMULATOR)")
    var emulator: String?

    @Flag(help: "Print one JSON object per line of the timeline.")
    var json = false

    func run() async throws {
        let control = EmulatorControl(
            address: emulator ?? Settings.variable("EMULATOR") ?? "http://127.0.0.1:8081")
        let result: Result<Bool, any Error>
        do {
            result = .success(try await follow(control))
        } catch {
            result = .failure(error)
        }
        try? await control.client.shutdown()
        switch result {
        case .success(let wasAnswered): if !wasAnswered { throw HookswitchExit.notAnswered.code }
        case .failure(let fault as EmulatorControl.Fault):
            throw Console.fail(fault.isUnreachable ? .unavailable : .failure, fault.message)
        case .failure(let error): throw error
        }
    }

    /// Dials and prints the timeline; true when the call was answered.
    private func follow(_ control: EmulatorControl) async throws -> Bool {
        var body = JSONObject([("to", .string(to))])
        if let press {
            let entries = press.split(separator: ",", omittingEmptySubsequences: false)
            body["press"] = .array(entries.map { .string($0.trimmingCharacters(in: .whitespaces)) })
        }
        body["hang_up_after"] = hangUpAfter.map { .number($0) }
        let dialed = try await control.post("phones/\(control.escaped(from))/dial", .object(body))
        guard let id = dialed["call_id"]?.stringValue else {
            throw EmulatorControl.Fault(message: "the emulator did not say which call it made", isUnreachable: false)
        }
        if !json { Console.line("\(from) calls \(to)") }
        var after = 0
        var last = 0
        var wasAnswered = false
        while true {
            let page = try await control.get("calls/\(id)/timeline?after=\(after)&wait=20")
            for entry in page["entries"]?.arrayValue ?? [] {
                after = max(after, entry["seq"]?.intValue ?? after)
                if entry["kind"]?.stringValue == "answered" { wasAnswered = true }
                last = show(entry, last)
            }
            if page["ended"]?.boolValue == true { return wasAnswered }
        }
    }

    /// Prints an entry with the time since the dialling and since the entry before.
    private func show(_ entry: JSONValue, _ last: Int) -> Int {
        if json {
            Console.line(entry.text)
            return last
        }
        let elapsed = entry["elapsed_ms"]?.intValue ?? 0
        let kind = entry["kind"]?.stringValue ?? "?"
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let step = "+\(elapsed - last)"
        let label = kind + String(repeating: " ", count: max(1, 20 - kind.count))
        Console.line("\(padded(String(elapsed), 7)) ms \(padded(step, 7))  \(label)\(entry["text"]?.stringValue ?? "")")
        return elapsed
    }
}

/// The emulator's control API, as a client.
struct EmulatorControl {
    /// Why a request failed.
    struct Fault: Error {
        var message: String
        var isUnreachable: Bool
    }

    let address: String
    let client = HTTPClient(eventLoopGroupProvider: .singleton)

    func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    func get(_ path: String) async throws -> JSONValue { try await send(.GET, path, nil) }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue { try await send(.POST, path, body) }

    private func send(_ method: HTTPMethodName, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        var request = HTTPClientRequest(url: "\(address)/emulator/v1/\(path)")
        request.method = .init(rawValue: method.rawValue)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.encoded))
        }
        let response: HTTPClientResponse
        let bytes: [UInt8]
        do {
            response = try await client.execute(request, timeout: .seconds(60))
            bytes = Array((try await response.body.collect(upTo: 16 << 20)).readableBytesView)
        } catch {
            throw Fault(
                message: "there is no emulator at \(address); start one with 'hookswitch dev flows', or name another "
                    + "with --emulator", isUnreachable: true)
        }
        let json = (try? JSONValue(parsing: bytes)) ?? .null
        guard (200..<300).contains(response.status.code) else {
            throw Fault(
                message: json["error"]?["message"]?.stringValue ?? "the emulator answered \(response.status.code)",
                isUnreachable: false)
        }
        return json
    }

    enum HTTPMethodName: String {
        case GET, POST
    }
}
