<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source> 或 </source>
        <translation> or </translation>
    </message>
    <message>
        <source>新登记一次来访</source>
        <translation>Register a new visit</translation>
    </message>
    <message>
        <source>今天到期和超期的来访</source>
        <translation>Visits due today or overdue</translation>
    </message>
    <message>
        <source>到期和超期的信访事项</source>
        <translation>Cases due or overdue</translation>
    </message>
    <message>
        <source>等待送达的文书</source>
        <translation>Letters waiting for service</translation>
    </message>
    <message>
        <source>文书草稿</source>
        <translation>Drafts of letters</translation>
    </message>
    <message>
        <source>尚未录入国家系统的事项</source>
        <translation>Cases not yet in the national system</translation>
    </message>
    <message>
        <source>打印今天的邮寄清单</source>
        <translation>Print today&apos;s list of letters to post</translation>
    </message>
    <message>
        <source>打印交接班单</source>
        <translation>Print the handover of the shift</translation>
    </message>
    <message>
        <source>打印信访渠道公示牌</source>
        <translation>Print the board of petition channels</translation>
    </message>
    <message>
        <source>没写完的登记</source>
        <translation>Unfinished registrations</translation>
    </message>
    <message>
        <source>登记一件纠纷</source>
        <translation>Enter a dispute</translation>
    </message>
    <message>
        <source>台账月报</source>
        <translation>Monthly report of the ledger</translation>
    </message>
    <message>
        <source>补录旧纠纷</source>
        <translation>Enter old disputes</translation>
    </message>
    <message>
        <source>接访排号</source>
        <translation>Queue of the reception</translation>
    </message>
    <message>
        <source>接待日列表</source>
        <translation>List of reception days</translation>
    </message>
    <message>
        <source>全年接待日</source>
        <translation>Reception days of the year</translation>
    </message>
    <message>
        <source>改文书的文字</source>
        <translation>Change the wording of papers</translation>
    </message>
    <message>
        <source>导入旧的来访登记表</source>
        <translation>Import an old register of visits</translation>
    </message>
    <message>
        <source>导入旧的纠纷台账</source>
        <translation>Import an old ledger of disputes</translation>
    </message>
    <message>
        <source>排领导接待日</source>
        <translation>Plan reception days</translation>
    </message>
    <message>
        <source>领导请假</source>
        <translation>A leader is away</translation>
    </message>
    <message>
        <source>总结用数、月通报、年度报告</source>
        <translation>Summary, bulletins and yearly report</translation>
    </message>
    <message>
        <source>统计图</source>
        <translation>Charts</translation>
    </message>
    <message>
        <source>三率一度</source>
        <translation>Rates</translation>
    </message>
    <message>
        <source>撤销最后保存的一步</source>
        <translation>Undo the last saved step</translation>
    </message>
    <message>
        <source>撤销最后保存的一步；正在打字时，撤销打字</source>
        <translation>Undo the last saved step; while typing, undo typing</translation>
    </message>
    <message>
        <source>最近50步</source>
        <translation>Last 50 steps</translation>
    </message>
    <message>
        <source>打印这一页</source>
        <translation>Print this page</translation>
    </message>
    <message>
        <source>立即备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>恢复备份</source>
        <translation>Restore a backup</translation>
    </message>
    <message>
        <source>放假和调休日历</source>
        <translation>Calendar of holidays and make-up days</translation>
    </message>
    <message>
        <source>文书样式：文头和称呼</source>
        <translation>Style of letters: letterhead and forms of address</translation>
    </message>
    <message>
        <source>期限和报县日期</source>
        <translation>Time limits and dates of reports</translation>
    </message>
    <message>
        <source>领导和承办单位</source>
        <translation>Leaders and units in charge</translation>
    </message>
    <message>
        <source>复查机关和上级机关</source>
        <translation>Review and higher authorities</translation>
    </message>
    <message>
        <source>试打一张回执</source>
        <translation>Print a trial slip</translation>
    </message>
    <message>
        <source>打开练习单位</source>
        <translation>Open the practice office</translation>
    </message>
    <message>
        <source>离开练习单位，回到正式记录</source>
        <translation>Leave the practice office for the records</translation>
    </message>
    <message>
        <source>工作人员</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>修改记录</source>
        <translation>Record of changes</translation>
    </message>
    <message>
        <source>字大一级</source>
        <translation>Larger letters</translation>
    </message>
    <message>
        <source>字小一级</source>
        <translation>Smaller letters</translation>
    </message>
    <message>
        <source>字号还原</source>
        <translation>Usual size of letters</translation>
    </message>
    <message>
        <source>高对比显示</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>深色显示</source>
        <translation>Dark colours</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>做填了颜色的那个按钮</source>
        <translation>The filled button</translation>
    </message>
    <message>
        <source>按这一页填了颜色的按钮：保存、签发、打印等</source>
        <translation>Presses the filled button of this page: save, issue, print ...</translation>
    </message>
    <message>
        <source>找要做的事</source>
        <translation>Find what to do</translation>
    </message>
    <message>
        <source>输入要做的事，例如“备份”</source>
        <translation>Type what to do, such as “backup”</translation>
    </message>
    <message>
        <source>遮住屏幕</source>
        <translation>Hide the screen</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>这一页的帮助</source>
        <translation>Help for this page</translation>
    </message>
    <message>
        <source>打印这一页的帮助</source>
        <translation>Print the help of this page</translation>
    </message>
    <message>
        <source>打印全部按键的卡片</source>
        <translation>Print the card of all keys</translation>
    </message>
    <message>
        <source>到下一格</source>
        <translation>To the next field</translation>
    </message>
    <message>
        <source>到下一格；在空的诉求行里按，离开诉求</source>
        <translation>To the next field; in an empty line of requests, leave the requests</translation>
    </message>
    <message>
        <source>回上一格</source>
        <translation>To the field before</translation>
    </message>
    <message>
        <source>在反映内容里换行</source>
        <translation>A new line in a statement</translation>
    </message>
    <message>
        <source>记一笔…</source>
        <translation>Record…</translation>
    </message>
    <message>
        <source>打开一件以后，记一笔</source>
        <translation>Record something on the open case</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>打开一件以后，看和添加附件</source>
        <translation>With a record open: see and add attachments</translation>
    </message>
    <message>
        <source>粘贴成附件</source>
        <translation>Paste as attachment</translation>
    </message>
    <message>
        <source>打开一件以后，把截图或复制的文件粘贴成附件</source>
        <translation>With a record open: paste a picture or copied files as attachments</translation>
    </message>
    <message>
        <source>保存并打印</source>
        <translation>Save and print</translation>
    </message>
    <message>
        <source>保存并打印回执</source>
        <translation>Save and print the receipt</translation>
    </message>
    <message>
        <source>可能的旧访</source>
        <translation>Possible earlier visits</translation>
    </message>
    <message>
        <source>到右边“可能的旧访”</source>
        <translation>To “Possible earlier visits” on the right</translation>
    </message>
    <message>
        <source>更多字段</source>
        <translation>More fields</translation>
    </message>
    <message>
        <source>登记时，打开或收起更多字段</source>
        <translation>Show or fold more fields of a registration</translation>
    </message>
    <message>
        <source>照抄上一条</source>
        <translation>Copy from the one before</translation>
    </message>
    <message>
        <source>照抄上一条登记的这一格</source>
        <translation>Copy this field from the registration before</translation>
    </message>
    <message>
        <source>看文字或打印的样子</source>
        <translation>See text or paper</translation>
    </message>
    <message>
        <source>写文书、改模板时，换看文字和打印的样子</source>
        <translation>Turn between text and paper of a letter or template</translation>
    </message>
    <message>
        <source>新增纠纷</source>
        <translation>New dispute</translation>
    </message>
    <message>
        <source>开一轮排查</source>
        <translation>Open a screening round</translation>
    </message>
    <message>
        <source>排班…</source>
        <translation>Plan…</translation>
    </message>
    <message>
        <source>排接待日</source>
        <translation>Plan reception days</translation>
    </message>
    <message>
        <source>向下填充</source>
        <translation>Fill down</translation>
    </message>
    <message>
        <source>固定这一列</source>
        <translation>Keep this column</translation>
    </message>
    <message>
        <source>下一处错误</source>
        <translation>Next error</translation>
    </message>
    <message>
        <source>删去这些行</source>
        <translation>Remove these rows</translation>
    </message>
    <message>
        <source>前一期</source>
        <translation>Span before</translation>
    </message>
    <message>
        <source>后一期</source>
        <translation>Span after</translation>
    </message>
    <message>
        <source>复制这句话</source>
        <translation>Copy this sentence</translation>
    </message>
    <message>
        <source>复制表上面的那句话，可以直接粘进总结</source>
        <translation>Copy the sentence above the table, to be put into a report</translation>
    </message>
    <message>
        <source>复制这张图</source>
        <translation>Copy this chart</translation>
    </message>
    <message>
        <source>哪一页都能用</source>
        <translation>On every page</translation>
    </message>
    <message>
        <source>填写的时候</source>
        <translation>While filling in</translation>
    </message>
    <message>
        <source>来访登记</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>信访事项和纠纷</source>
        <translation>Cases and disputes</translation>
    </message>
    <message>
        <source>文书和模板</source>
        <translation>Letters and templates</translation>
    </message>
    <message>
        <source>纠纷台账</source>
        <translation>Disputes</translation>
    </message>
    <message>
        <source>排查轮次</source>
        <translation>Screening rounds</translation>
    </message>
    <message>
        <source>统计表：同比、环比</source>
        <translation>Figures: against last year, against the span before</translation>
    </message>
    <message>
        <source>遮住屏幕，按任意键回来</source>
        <translation>Hide the screen; any key brings it back</translation>
    </message>
    <message>
        <source>换人、锁屏</source>
        <translation>Change hands, lock the screen</translation>
    </message>
    <message>
        <source>锁屏；换人用时，打姓名的首字母再按 Enter</source>
        <translation>Lock the screen; to change hands, type the initials of the name, then Enter</translation>
    </message>
    <message>
        <source>补录表格</source>
        <translation>Grid for older entries</translation>
    </message>
    <message>
        <source>领导接待日</source>
        <translation>Reception days</translation>
    </message>
    <message>
        <source>统计分析</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>打开：%1</source>
        <translation>Open: %1</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>按键</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>作用</source>
        <translation>What it does</translation>
    </message>
    <message>
        <source>打拼音时按 Enter 只是选字，不会跳到下一格。</source>
        <translation>While pinyin is typed, Enter only chooses the character and does not leave the field.</translation>
    </message>
</context>
<context>
    <name>AmendPanel</name>
    <message>
        <source>改完按 Ctrl+Enter 保存。原来的内容留在修改记录里。</source>
        <translation>Press Ctrl+Enter to save. What stood there before stays in the record of changes.</translation>
    </message>
    <message>
        <source>保存更正</source>
        <translation>Save the correction</translation>
    </message>
    <message>
        <source>不改了</source>
        <translation>Leave as it was</translation>
    </message>
    <message>
        <source>收起  Esc</source>
        <translation>Put away  Esc</translation>
    </message>
    <message>
        <source>接着上次没有保存的更正。</source>
        <translation>Going on with an amendment that was not saved.</translation>
    </message>
    <message>
        <source>这件来访后来有人改过，保存前请对照现在的内容。</source>
        <translation>This visit was changed since; compare with what stands now before saving.</translation>
    </message>
    <message>
        <source>照原来的重填</source>
        <translation>Begin again from what stands</translation>
    </message>
    <message>
        <source>草稿已存 {0}</source>
        <translation>Draft kept {0}</translation>
    </message>
    <message>
        <source>草稿没有存下：{0}</source>
        <translation>Draft not kept: {0}</translation>
    </message>
    <message>
        <source>正在保存更正</source>
        <translation>Saving the amendment</translation>
    </message>
    <message>
        <source>看现在的内容</source>
        <translation>See what stands now</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>程序出错</source>
        <translation>The program made a mistake</translation>
    </message>
    <message>
        <source>程序刚才出了一个错，这一步没有做成。您填的内容还在，已经保存的记录不受影响。可以再试一次；如果还不行，请把下面的内容复制给维护人员。</source>
        <translation>The program made a mistake and this step was not done. What you typed is still there and saved records are not touched. Try again; if it fails again, copy the text below to whoever maintains the program.</translation>
    </message>
    <message>
        <source>错误详情</source>
        <translation>Details of the mistake</translation>
    </message>
    <message>
        <source>这些内容里没有姓名、证件号和反映的内容。</source>
        <translation>There are no names, identity numbers or statements in it.</translation>
    </message>
    <message>
        <source>复制详情</source>
        <translation>Copy details</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>Curtain</name>
    <message>
        <source>按任意键或者点一下鼠标回来，填到一半的内容都在。</source>
        <translation>Press any key or click to come back; what you were filling in is still there.</translation>
    </message>
    <message>
        <source>屏幕已遮住</source>
        <translation>The screen is hidden</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>{0}年{1}月{2}日</source>
        <translation>{0}-{1}-{2}</translation>
    </message>
    <message>
        <source>周一</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>周二</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>周三</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>周四</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>周五</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>周六</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>周日</source>
        <translation>Sun</translation>
    </message>
    <message>
        <source>{0}月{1}日</source>
        <translation>{0}-{1}</translation>
    </message>
    <message>
        <source>今天 {0}</source>
        <translation>today {0}</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>记一笔 · {0}</source>
        <translation>Record · {0}</translation>
    </message>
    <message>
        <source>信访事项 · {0} · 先选是哪一件</source>
        <translation>Case · {0} · choose which one first</translation>
    </message>
    <message>
        <source>纠纷 · {0} · 先选是哪一件</source>
        <translation>Dispute · {0} · choose which one first</translation>
    </message>
    <message>
        <source>印 · {0}</source>
        <translation>Print · {0}</translation>
    </message>
    <message>
        <source>设置 · {0}</source>
        <translation>Settings · {0}</translation>
    </message>
    <message>
        <source>改文字 · {0}</source>
        <translation>Wording · {0}</translation>
    </message>
    <message>
        <source>写文书 · {0}</source>
        <translation>Letter · {0}</translation>
    </message>
    <message>
        <source>写文书 · {0} · 先选信访事项</source>
        <translation>Letter · {0} · choose the case first</translation>
    </message>
    <message>
        <source>写文书 · {0} · 在文书里</source>
        <translation>Letter · {0} · among the letters</translation>
    </message>
</context>
<context>
    <name>DonePanel</name>
    <message>
        <source>已登记</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>打印回执  F9</source>
        <translation>Print receipt  F9</translation>
    </message>
    <message>
        <source>回执并书面告知</source>
        <translation>Receipt with written notice</translation>
    </message>
    <message>
        <source>回执上写明处理途径和程序，打印即记为书面告知（《信访工作条例》第二十三条第二款）</source>
        <translation>The receipt tells way and procedure; printing it is recorded as the written notice (《信访工作条例》 art. 23 para. 2)</translation>
    </message>
    <message>
        <source>打印登记表</source>
        <translation>Print registration form</translation>
    </message>
    <message>
        <source>为什么是这一天</source>
        <translation>Why this day</translation>
    </message>
    <message>
        <source>匿名</source>
        <translation>Anonymous</translation>
    </message>
    <message>
        <source>等 {0} 人</source>
        <translation>and others, {0} in all</translation>
    </message>
    <message>
        <source> · 集体访</source>
        <translation> · group</translation>
    </message>
    <message>
        <source>检举控告，内容已限制查看</source>
        <translation>Accusation: who may see it is restricted</translation>
    </message>
    <message>
        <source>已登记 {0}，{1}</source>
        <translation>Registered {0}, {1}</translation>
    </message>
    <message>
        <source>再登记一位  F2</source>
        <translation>Register another  F2</translation>
    </message>
    <message>
        <source>回到接访  F7</source>
        <translation>Back to the reception  F7</translation>
    </message>
    <message>
        <source>{0}不迟于 {1} 办结答复。</source>
        <translation>{0} is answered by {1} at the latest.</translation>
    </message>
    <message>
        <source>没有姓名或地址，不计书面告知期限（《信访工作条例》第二十三条第二款）。</source>
        <translation>Without name or address no written notice is due (《信访工作条例》 art. 23 para. 2).</translation>
    </message>
    <message>
        <source>不迟于 {0} 书面告知处理途径和程序。</source>
        <translation>Written notice of way and procedure not later than {0}.</translation>
    </message>
    <message>
        <source>重访，并入</source>
        <translation>Repeat, joined to</translation>
    </message>
    <message>
        <source>初访</source>
        <translation>First visit</translation>
    </message>
    <message>
        <source>{0}，并入</source>
        <translation>{0}, joined to</translation>
    </message>
    <message>
        <source>新增村（社区）：{0}</source>
        <translation>New village: {0}</translation>
    </message>
    <message>
        <source>新增分类：{0}</source>
        <translation>New category: {0}</translation>
    </message>
</context>
<context>
    <name>DraftsPanel</name>
    <message>
        <source>草稿一直留着，不继续也不会丢；登记完成后自动收走。</source>
        <translation>Drafts stay until they are registered; nothing is lost.</translation>
    </message>
    <message>
        <source>登记新的来访  F2</source>
        <translation>Register a new visit  F2</translation>
    </message>
    <message>
        <source>继续上次未完成的登记？</source>
        <translation>Go on with an unfinished registration?</translation>
    </message>
    <message>
        <source>未完成的登记（{0}）</source>
        <translation>Unfinished registrations ({0})</translation>
    </message>
    <message>
        <source>{0} 存 · {1}</source>
        <translation>kept {0} · {1}</translation>
    </message>
    <message>
        <source>继续登记</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>继续登记 {0}</source>
        <translation>Go on with {0}</translation>
    </message>
    <message>
        <source>不要了</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>不要这份草稿 {0}</source>
        <translation>Discard the draft {0}</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>文件名：</source>
        <translation>File name:</translation>
    </message>
    <message>
        <source>位置：</source>
        <translation>Look in:</translation>
    </message>
    <message>
        <source>种类：</source>
        <translation>Kind:</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>选这个文件夹</source>
        <translation>Choose this folder</translation>
    </message>
    <message>
        <source>文件夹：</source>
        <translation>Folder:</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>现在只看不改：可以查、可以看，登记和更正都存不进去。</source>
        <translation>Reading only: you can look things up, but nothing can be saved.</translation>
    </message>
    <message>
        <source>（演练）</source>
        <translation> (practice)</translation>
    </message>
    <message>
        <source>单位名称还没有填</source>
        <translation>The office has no name yet</translation>
    </message>
    <message>
        <source>这一页没有可以打印的内容。</source>
        <translation>There is nothing to print on this page.</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>印成一页纸</source>
        <translation>Print as one sheet</translation>
    </message>
    <message>
        <source>关闭帮助 Esc</source>
        <translation>Close help Esc</translation>
    </message>
    <message>
        <source>帮助内容</source>
        <translation>Text of the help</translation>
    </message>
</context>
<context>
    <name>HintCard</name>
    <message>
        <source>可能的旧访</source>
        <translation>Possible earlier visits</translation>
    </message>
    <message>
        <source>F3 进入</source>
        <translation>F3 steps in</translation>
    </message>
    <message>
        <source>可能的旧访 ({0})</source>
        <translation>Possible earlier visits ({0})</translation>
    </message>
    <message>
        <source>没有找到相近的旧访。</source>
        <translation>No similar earlier visit was found.</translation>
    </message>
    <message>
        <source>填姓名、身份证号、电话或村居时，这里会列出可能来过的人和办过的事项，供您比对。不会自动合并。</source>
        <translation>While name, identity number, telephone or village are typed, people who may have come before and their cases are listed here to compare. Nothing is merged by itself.</translation>
    </message>
    <message>
        <source>已记下：不是 {0}。</source>
        <translation>Noted: not {0}.</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>没有可以显示的旧事项</source>
        <translation>No earlier case to show</translation>
    </message>
    <message>
        <source>是同一人 Enter</source>
        <translation>Same person Enter</translation>
    </message>
    <message>
        <source>不是同一人 Delete</source>
        <translation>Somebody else  Delete</translation>
    </message>
    <message>
        <source>未填姓名</source>
        <translation>no name</translation>
    </message>
    <message>
        <source>已关联</source>
        <translation>Linked</translation>
    </message>
    <message>
        <source>（未填标题）</source>
        <translation>(no title)</translation>
    </message>
    <message>
        <source>答复 {0}</source>
        <translation>Answered {0}</translation>
    </message>
    <message>
        <source>还没有答复</source>
        <translation>Not answered yet</translation>
    </message>
    <message>
        <source>{0}年生</source>
        <translation>born {0}</translation>
    </message>
    <message>
        <source>这个电话登记过几个人，可能是一家人共用。</source>
        <translation>Several people were registered with this telephone; a family may share it.</translation>
    </message>
    <message>
        <source>只有电话相同，可能是家人共用。</source>
        <translation>Only the telephone is the same; a family may share it.</translation>
    </message>
</context>
<context>
    <name>LastSteps</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>最近50步…</source>
        <translation>Last 50 steps…</translation>
    </message>
    <message>
        <source>没有可以撤销的操作</source>
        <translation>Nothing to undo</translation>
    </message>
    <message>
        <source>撤销“{0}”</source>
        <translation>Undo “{0}”</translation>
    </message>
    <message>
        <source>已撤销：{0}</source>
        <translation>Undone: {0}</translation>
    </message>
    <message>
        <source>正在撤销</source>
        <translation>Undoing</translation>
    </message>
    <message>
        <source>已保存：{0}</source>
        <translation>Saved: {0}</translation>
    </message>
</context>
<context>
    <name>Lights</name>
    <message>
        <source>超期{0}天</source>
        <translation>{0} days overdue</translation>
    </message>
    <message>
        <source>还有{0}天</source>
        <translation>{0} days left</translation>
    </message>
    <message>
        <source>今天到期</source>
        <translation>due today</translation>
    </message>
    <message>
        <source>超期 {0}</source>
        <translation>overdue {0}</translation>
    </message>
    <message>
        <source>还有{0}天 {1}</source>
        <translation>{0} days left {1}</translation>
    </message>
    <message>
        <source>{0} 前</source>
        <translation>before {0}</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>先记下或收起正在填的内容，再打开别的。</source>
        <translation>Record or put away what is being typed before opening another.</translation>
    </message>
</context>
<context>
    <name>LookChoice</name>
    <message>
        <source>小</source>
        <translation>small</translation>
    </message>
    <message>
        <source>中</source>
        <translation>medium</translation>
    </message>
    <message>
        <source>大</source>
        <translation>large</translation>
    </message>
    <message>
        <source>特大</source>
        <translation>very large</translation>
    </message>
    <message>
        <source>字号 {0}</source>
        <translation>Size {0}</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色（光线暗的时候）</source>
        <translation>Dark (for a dim room)</translation>
    </message>
    <message>
        <source>高对比（黑白分明）</source>
        <translation>High contrast (black on white)</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>字够大吗？</source>
        <translation>Are the letters large enough?</translation>
    </message>
    <message>
        <source>随时可以按 Ctrl 和 = 放大、Ctrl 和 - 缩小、Ctrl 和 0 还原。</source>
        <translation>Ctrl and = makes them larger, Ctrl and - smaller, Ctrl and 0 as usual, at any time.</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>按 F9 保存并打印时用的纸和打印机，只管这台电脑。</source>
        <translation>Paper and printer of F9, save and print; for this computer only.</translation>
    </message>
    <message>
        <source>A4，一页两联</source>
        <translation>A4, two parts on a page</translation>
    </message>
    <message>
        <source>80 毫米小票</source>
        <translation>80 mm slip</translation>
    </message>
    <message>
        <source>58 毫米小票</source>
        <translation>58 mm slip</translation>
    </message>
    <message>
        <source>回执用纸</source>
        <translation>Paper of receipts</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>试打一张回执</source>
        <translation>Print a trial slip</translation>
    </message>
    <message>
        <source>带“演练”字样</source>
        <translation>Marked 演练 (practice)</translation>
    </message>
    <message>
        <source>锁屏</source>
        <translation>Locking the screen</translation>
    </message>
    <message>
        <source>按 Ctrl+L 随时锁屏、换人，按 F12 遮住屏幕；填到一半的内容都在。只管这台电脑。</source>
        <translation>Ctrl+L locks the screen or changes hands at any time, F12 hides it; what is half filled in stays. For this computer only.</translation>
    </message>
    <message>
        <source>不自动锁屏</source>
        <translation>Never by itself</translation>
    </message>
    <message>
        <source>{0} 分钟没人用就锁屏</source>
        <translation>After {0} minutes without anybody</translation>
    </message>
    <message>
        <source>自动锁屏</source>
        <translation>By itself</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>换语言从下次启动起生效，只管这台电脑的窗口；打印的文书一直是中文。</source>
        <translation>A change rules from the next start on, for the windows of this computer only; printed papers are always Chinese.</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>中文 (Chinese)</translation>
    </message>
    <message>
        <source>窗口的语言</source>
        <translation>Language of the windows</translation>
    </message>
    <message>
        <source>系统默认打印机</source>
        <translation>The system&apos;s printer</translation>
    </message>
</context>
<context>
    <name>MattersSection</name>
    <message>
        <source>诉求第 {0} 条</source>
        <translation>Request {0}</translation>
    </message>
    <message>
        <source>一条写一件事，回车再加一条</source>
        <translation>One request a line; Enter adds another</translation>
    </message>
    <message>
        <source>汉字或拼音首字母</source>
        <translation>characters, pinyin or initials</translation>
    </message>
    <message>
        <source>单位全称，或者村、职务和姓名，如：石桥村支书</source>
        <translation>Full name of the unit, or village, post and name, such as: secretary of Shiqiao village</translation>
    </message>
    <message>
        <source>与来访人不同村时填写</source>
        <translation>where it is not the petitioner&apos;s village</translation>
    </message>
    <message>
        <source>待定</source>
        <translation>to be decided</translation>
    </message>
    <message>
        <source>信访目的</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>反映情况</source>
        <translation>Statement</translation>
    </message>
    <message>
        <source>诉求</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>内容分类</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>一句话，印在回执和文书上</source>
        <translation>One phrase, printed on slip and letters</translation>
    </message>
    <message>
        <source>再次来访的原因</source>
        <translation>Why again</translation>
    </message>
    <message>
        <source>事项概要</source>
        <translation>Matter in a phrase</translation>
    </message>
    <message>
        <source>涉及单位</source>
        <translation>Unit concerned</translation>
    </message>
    <message>
        <source>被反映的单位或人</source>
        <translation>Unit or person accused</translation>
    </message>
    <message>
        <source>问题所在村</source>
        <translation>Village of the matter</translation>
    </message>
    <message>
        <source>办理路径</source>
        <translation>Procedure</translation>
    </message>
    <message>
        <source>紧急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>删去此件</source>
        <translation>Remove this matter</translation>
    </message>
    <message>
        <source>再加一件</source>
        <translation>Add a matter</translation>
    </message>
    <message>
        <source>已删去一件事项。</source>
        <translation>A matter was removed.</translation>
    </message>
    <message>
        <source>检举控告：从现在起内容只有登记人和有权限的人能看，不进入列表、提示、检索和回执，也不会转给被反映的人（《信访工作条例》第三十条第三款）。反映村干部、一般干部的移送镇纪委，反映班子成员、镇纪委本身的移送县纪委监委，也可以告知来访人直接向它们提出。</source>
        <translation>Accusation: from now on only whoever registers it and who has permission can read it; it stands in no list, hint, search or slip and is not passed to the accused (《信访工作条例》 art. 30 para. 3). Against village officers and ordinary staff it goes to the discipline commission of the town, against the leadership or that commission itself to that of the county; the visitor may be told to go there directly.</translation>
    </message>
    <message>
        <source>关联：{0} {1}</source>
        <translation>Linked: {0} {1}</translation>
    </message>
    <message>
        <source>取消关联旧案 {0}</source>
        <translation>Unlink the earlier case {0}</translation>
    </message>
    <message>
        <source>事项 {0}</source>
        <translation>Matter {0}</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>{0} 等</source>
        <translation>{0} and others</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>单位</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>练习单位：这里的人和事都是编出来的，打印的每张纸都有“演练”字样。</source>
        <translation>Practice office: people and cases are invented, and every paper is marked 演练.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>收起</source>
        <translation>Put away</translation>
    </message>
    <message>
        <source>去填写：{0}</source>
        <translation>Fill in: {0}</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>工作台</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>来访登记</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>今日来访</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>信访事项</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>纠纷台账</source>
        <translation>Disputes</translation>
    </message>
    <message>
        <source>领导接待日</source>
        <translation>Reception days</translation>
    </message>
    <message>
        <source>联席会议</source>
        <translation>Meetings</translation>
    </message>
    <message>
        <source>文书</source>
        <translation>Letters</translation>
    </message>
    <message>
        <source>统计分析</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>导入旧表</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>命令</source>
        <translation>Commands</translation>
    </message>
    <message>
        <source>输入要做的事，或拼音首字母，例如 打印 / dy</source>
        <translation>Type what to do, such as print</translation>
    </message>
    <message>
        <source>要做的事</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>可以做的事</source>
        <translation>What can be done</translation>
    </message>
    <message>
        <source>没有这样的命令。</source>
        <translation>There is no such command.</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>来访人名单。空格键标记代表，Delete 键删去。</source>
        <translation>List of petitioners. Space marks a representative, Delete removes.</translation>
    </message>
    <message>
        <source>匿名</source>
        <translation>Anonymous</translation>
    </message>
    <message>
        <source>未填姓名</source>
        <translation>no name</translation>
    </message>
    <message>
        <source>（代表）</source>
        <translation>(representative)</translation>
    </message>
</context>
<context>
    <name>PeopleSection</name>
    <message>
        <source>匿名</source>
        <translation>Anonymous</translation>
    </message>
    <message>
        <source>代表</source>
        <translation>Representative</translation>
    </message>
    <message>
        <source>地址不详</source>
        <translation>Address unknown</translation>
    </message>
    <message>
        <source>汉字或拼音首字母</source>
        <translation>characters, pinyin or initials</translation>
    </message>
    <message>
        <source>未填</source>
        <translation>not filled in</translation>
    </message>
    <message>
        <source>如 1968-3-5</source>
        <translation>such as 1968-3-5</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>身份证号</source>
        <translation>Identity number</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>村（社区）</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>住址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>集体访</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>来访人数</source>
        <translation>Number of people</translation>
    </message>
    <message>
        <source>性别</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>证件种类</source>
        <translation>Kind of document</translation>
    </message>
    <message>
        <source>再加一人</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>粘贴名单</source>
        <translation>Paste a list</translation>
    </message>
    <message>
        <source>从表格里复制姓名、身份证号、电话，再点这里</source>
        <translation>Copy names, identity numbers and telephones from a table, then press here</translation>
    </message>
    <message>
        <source>删去此人</source>
        <translation>Remove this person</translation>
    </message>
    <message>
        <source>剪贴板里没有名单，请先在表格里复制姓名一列。</source>
        <translation>There is no list on the clipboard; copy a column of names first.</translation>
    </message>
    <message>
        <source>已粘贴 {0} 人</source>
        <translation>Pasted {0} people</translation>
    </message>
    <message>
        <source>已删去一名来访人。</source>
        <translation>A petitioner was removed.</translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation>Document number</translation>
    </message>
    <message>
        <source>匿名来访，不填姓名</source>
        <translation>Anonymous, without a name</translation>
    </message>
    <message>
        <source>已关联旧访人员：{0}</source>
        <translation>Linked to an earlier visitor: {0}</translation>
    </message>
    <message>
        <source>取消关联 {0}</source>
        <translation>Unlink {0}</translation>
    </message>
    <message>
        <source>只填数字</source>
        <translation>Digits only</translation>
    </message>
    <message>
        <source>少于登记的{0}人</source>
        <translation>Fewer than the {0} registered</translation>
    </message>
    <message>
        <source>代表最多{0}名</source>
        <translation>At most {0} representatives</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>先不</source>
        <translation>Not now</translation>
    </message>
</context>
<context>
    <name>RegistrationForm</name>
    <message>
        <source>更多字段</source>
        <translation>More fields</translation>
    </message>
    <message>
        <source>现在，或昨天、3.8</source>
        <translation>now, or 昨天, 3.8</translation>
    </message>
    <message>
        <source>不是联名信不填</source>
        <translation>Only for joint letters</translation>
    </message>
    <message>
        <source>信里附了几份</source>
        <translation>How many papers were enclosed</translation>
    </message>
    <message>
        <source>来电显示</source>
        <translation>The number shown by the telephone</translation>
    </message>
    <message>
        <source>联名人数</source>
        <translation>Signatories</translation>
    </message>
    <message>
        <source>附件份数</source>
        <translation>Enclosures</translation>
    </message>
    <message>
        <source>来电号码</source>
        <translation>Caller&apos;s number</translation>
    </message>
    <message>
        <source>材料第 {0} 件</source>
        <translation>Document {0}</translation>
    </message>
    <message>
        <source>如 土地承包合同复印件 2份</source>
        <translation>such as: copy of a land contract, 2</translation>
    </message>
    <message>
        <source>当场答复了什么，或拟怎样处理</source>
        <translation>What was answered at once, or is meant to be done</translation>
    </message>
    <message>
        <source>渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>来访时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>接待人</source>
        <translation>Received by</translation>
    </message>
    <message>
        <source>材料</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>当场答复或处理意见</source>
        <translation>Answer at once or opinion</translation>
    </message>
    <message>
        <source>系统信访件编号</source>
        <translation>Number in the national system</translation>
    </message>
    <message>
        <source>查询码</source>
        <translation>Enquiry code</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>此件事项</source>
        <translation>this matter</translation>
    </message>
    <message>
        <source>此来访人</source>
        <translation>this petitioner</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>收起更多字段</source>
        <translation>Fewer fields</translation>
    </message>
</context>
<context>
    <name>RegistrationPage</name>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>未完成</source>
        <translation>Unfinished</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>领导接待日第 {0} 号，保存后回到接访。</source>
        <translation>Number {0} of the reception day; saving goes back to the reception.</translation>
    </message>
    <message>
        <source>草稿已存 {0}</source>
        <translation>Draft kept {0}</translation>
    </message>
    <message>
        <source>草稿没有存上</source>
        <translation>Draft not kept</translation>
    </message>
    <message>
        <source>草稿没有存上：{0} 填写的内容还在窗口里。</source>
        <translation>Draft not kept: {0} What you typed is still in the window.</translation>
    </message>
    <message>
        <source>未完成 {0}</source>
        <translation>Unfinished {0}</translation>
    </message>
    <message>
        <source>草稿已收走。</source>
        <translation>The draft was put away.</translation>
    </message>
    <message>
        <source>字库里没有“{0}”，打印会留空</source>
        <translation>The fonts have no “{0}”; paper will be blank there</translation>
    </message>
    <message>
        <source>可能的旧访 {0}  F3</source>
        <translation>Earlier visits {0}  F3</translation>
    </message>
    <message>
        <source>正在保存</source>
        <translation>Saving</translation>
    </message>
    <message>
        <source>没有保存：{0} 填写的内容还在。</source>
        <translation>Not saved: {0} What you typed is still there.</translation>
    </message>
    <message>
        <source>上一条没有可以复制的内容</source>
        <translation>Nothing to copy in the one before</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>搜索  Ctrl+F</source>
        <translation>Search  Ctrl+F</translation>
    </message>
    <message>
        <source>搜索姓名、村、电话、编号或内容</source>
        <translation>Search for name, village, telephone, number or statement</translation>
    </message>
    <message>
        <source>姓名、拼音首字母、村、电话、编号、反映的内容都可以搜</source>
        <translation>Names, pinyin initials, villages, telephones, numbers and statements can be searched</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>已保存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>没有未保存的内容。</source>
        <translation>Nothing is unsaved.</translation>
    </message>
    <message>
        <source>最近一次保存：%1</source>
        <translation>Last saved: %1</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>备份 还没有</source>
        <translation>No backup</translation>
    </message>
    <message>
        <source>还没有备份。点这里去备份。</source>
        <translation>There is no backup yet. Press here to make one.</translation>
    </message>
    <message>
        <source>最近一次检查过的备份：%1</source>
        <translation>Last verified backup: %1</translation>
    </message>
    <message>
        <source>U盘副本</source>
        <translation>USB copy</translation>
    </message>
    <message>
        <source>U盘副本 还没有</source>
        <translation>No USB copy</translation>
    </message>
    <message>
        <source>电脑坏了，记录就没有了。请插上U盘，点这里备份一份。</source>
        <translation>If this computer breaks, the records are gone. Plug in a USB stick and press here.</translation>
    </message>
    <message>
        <source>最近一次备份到别的盘：%1</source>
        <translation>Last backup to another disk: %1</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>today</translation>
    </message>
    <message>
        <source>昨天</source>
        <translation>yesterday</translation>
    </message>
    <message>
        <source>%1天</source>
        <translation>%1 days</translation>
    </message>
    <message>
        <source>到期 %1 件</source>
        <translation>%1 due</translation>
    </message>
    <message>
        <source>今天到期和已经超期的信访事项。</source>
        <translation>Cases due today or overdue.</translation>
    </message>
    <message>
        <source>今天没有到期的信访事项。</source>
        <translation>No case is due today.</translation>
    </message>
    <message>
        <source>到期%1</source>
        <translation>%1 due</translation>
    </message>
    <message>
        <source>存放记录的磁盘还剩 %1。</source>
        <translation>%1 left on the disk with the records.</translation>
    </message>
    <message>
        <source>磁盘空间</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>磁盘空间 充足</source>
        <translation>Disk ample</translation>
    </message>
    <message>
        <source>只读</source>
        <translation>Read only</translation>
    </message>
    <message>
        <source>只能看，不能改。</source>
        <translation>You can look, not change.</translation>
    </message>
    <message>
        <source>记录保存在这台电脑上，只有这个窗口在写。</source>
        <translation>The records are on this computer and only this window writes them.</translation>
    </message>
    <message>
        <source>单机</source>
        <translation>Local</translation>
    </message>
    <message>
        <source>值班人员：%1</source>
        <translation>On duty: %1</translation>
    </message>
</context>
<context>
    <name>StepsList</name>
    <message>
        <source>最近50步</source>
        <translation>Last 50 steps</translation>
    </message>
    <message>
        <source>最近保存的操作</source>
        <translation>Last saved actions</translation>
    </message>
    <message>
        <source>正在看哪些可以撤销</source>
        <translation>Looking which can be undone</translation>
    </message>
    <message>
        <source>{0}&#x3000;{1}</source>
        <translation>{0} {1}</translation>
    </message>
    <message>
        <source>{0}
&#x3000;&#x3000;不能撤销：{1}</source>
        <translation>{0}
    Cannot be undone: {1}</translation>
    </message>
</context>
<context>
    <name>TabPage</name>
    <message>
        <source>看什么</source>
        <translation>What to see</translation>
    </message>
</context>
<context>
    <name>_Message</name>
    <message>
        <source>收起</source>
        <translation>Put away</translation>
    </message>
</context>
<context>
    <name>_Progress</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>正在停下</source>
        <translation>Stopping</translation>
    </message>
</context>
</TS>
