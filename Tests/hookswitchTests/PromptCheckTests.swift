import CallEmulator
import Foundation
import Testing

/// `hookswitch check --prompts`.
extension ProcessTests {
    @Suite struct PromptCheckTests {
        @Test func promptsAreAskedFor() async throws {
            let web = try await EchoServer.start()
            let place = "http://127.0.0.1:\(web.port)"
            let flows = try FlowFolder([
                "desk/main.lua": """
                local music = "\(place)/music.wav?x=1"
                on("IncomingCall", function(call)
                  call:answer()
                  call:play { file = "\(place)/hello" }
                  call:play { file = { "http://127.0.0.1:1/gone.mp3", music } }
                  log.info("\(place)/page.html")
                end)
                """
            ])
            let plain = try await RunningCommand(["check", flows.path]).finished()
            #expect(plain.status == 0, "\(plain.output)")
            let told = try await RunningCommand(["check", flows.path, "--prompts"]).finished()
            #expect(told.status == 65)
            let lines = told.output.split(separator: "\n").map(String.init).filter { $0.hasSuffix("[prompt]") }
            #expect(lines.count == 3, "\(told.output)")
            for (line, words) in [("1:15", "music.wav?x=1"), ("4:22", "/hello"), ("5:24", "gone.mp3")] {
                #expect(
                    lines.contains { $0.contains("desk/main.lua:\(line)") && $0.contains(words) }, "\(line): \(lines)")
            }
            #expect(!told.output.contains("page.html"))
        }
    }
}
