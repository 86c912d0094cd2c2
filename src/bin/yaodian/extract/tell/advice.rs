//! What to do about what failed, by code; the messages say more about the one file.

/// For people who work through `--errors`.
pub(super) fn of(code: &str) -> &'static str {
    match code {
        "file_too_large" => {
            "核对文件;确需处理就放宽 --max-file-bytes · check the file; raise --max-file-bytes if it is right"
        }
        "archive_limit" => {
            "核对压缩包;确需处理就放宽 --max-members 或 --max-ratio,或先解开 · check the archive; raise --max-members or \
             --max-ratio, or unpack it first"
        }
        "archive_damaged" => "重新下载或用别的工具解开 · fetch it again, or unpack it with another tool",
        "unreadable" => {
            "查文件是否还在、有无权限,再用 --incremental 补做 · see that it is there and may be read, then run with --incremental"
        }
        "special_file" => "不是普通文件;要读请单独点名 · not a regular file; name it itself to have it read",
        "timeout" => {
            "放宽 --timeout-per-file 后用 --incremental 补做 · raise --timeout-per-file, then run with --incremental"
        }
        "memory_limit" => {
            "放宽 --memory-per-file 后用 --incremental 补做 · raise --memory-per-file, then run with --incremental"
        }
        "crashed" | "internal_error" => {
            "程序的错误,请把文件发给我们 · a defect of ours: please report it with the file"
        }
        _ => "见 message · see the message",
    }
}
